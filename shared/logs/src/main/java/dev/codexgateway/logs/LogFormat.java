package dev.codexgateway.logs;

import java.util.Map;
import java.util.Set;

/** How a record is written; without a line break at its end. */
@FunctionalInterface
interface LogFormat {
  /** What Cloud Run sets in the processes of services, worker pools and jobs. */
  Set<String> CLOUD_RUN = Set.of("K_SERVICE", "CLOUD_RUN_WORKER_POOL", "CLOUD_RUN_JOB");

  String line(LogRecord logged);

  /** As {@code GATEWAY_LOG} says, {@code json} or {@code text}; without it, by where it runs. */
  static LogFormat of(Map<String, String> env) {
    return switch (env.getOrDefault("GATEWAY_LOG", "")) {
      case "json" -> new JsonFormat();
      case "text" -> new TextFormat();
      default ->
          CLOUD_RUN.stream().anyMatch(env::containsKey) ? new JsonFormat() : new TextFormat();
    };
  }
}
