package dev.codexgateway.cloud;

import dev.codexgateway.cloud.process.ChildSpec;
import dev.codexgateway.cloud.process.LeftBehind;
import dev.codexgateway.core.secret.SecretVariable;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** How each function and relay is started, with which settings. */
final class Deployment {
  private static final String FUNCTIONS = "dev.codexgateway.functions.";

  private final CloudSettings settings;
  private final Deployables deployables;
  private final Map<String, String> services;

  /**
   * @param services by which settings the services are found
   */
  Deployment(CloudSettings settings, Deployables deployables, Map<String, String> services) {
    this.settings = settings;
    this.deployables = deployables;
    this.services = services;
  }

  List<ChildSpec> functions(Plan plan) {
    return Stream.of(
            instances("health", plan.health(), "functions/health", "health.HealthFunction"),
            instances("jsonrpc", plan.jsonRpc(), "functions/jsonrpc", "jsonrpc.JsonRpcFunction"),
            instances("webhook", plan.webhook(), "functions/webhook", "webhook.WebhookFunction"))
        .flatMap(specs -> specs)
        .toList();
  }

  List<ChildSpec> workers(Plan plan) {
    return instances("worker", plan.workers(), "functions/worker", "worker.WorkerFunction")
        .toList();
  }

  private Stream<ChildSpec> instances(
      String service, List<Integer> ports, String module, String entryClass) {
    return numbers(ports)
        .map(
            i ->
                spec(
                    service,
                    i,
                    ports,
                    deployables.function(module, FUNCTIONS + entryClass, ports.get(i))));
  }

  List<ChildSpec> relays(Plan plan) {
    List<String> command =
        deployables.program("websocket-relay", "dev.codexgateway.relay.RelayMain");
    return numbers(plan.relays()).map(i -> spec("relay", i, plan.relays(), command)).toList();
  }

  private static Stream<Integer> numbers(List<Integer> ports) {
    return IntStream.range(0, ports.size()).boxed();
  }

  private ChildSpec spec(String service, int number, List<Integer> ports, List<String> command) {
    String name = ports.size() == 1 ? service : service + "-" + (number + 1);
    int port = ports.get(number);
    Path log = settings.directory().resolve("logs").resolve(name + ".log");
    Path work = workDirectory(name);
    return new ChildSpec(
        name,
        command,
        environment(service, work, name, port),
        port,
        log,
        () -> LeftBehind.kill(work));
  }

  private Map<String, String> environment(String service, Path work, String name, int port) {
    Map<String, String> environment = new HashMap<>(settings.environment());
    // These are in Secret Manager's stand-in.
    environment.keySet().removeIf(variable -> variable.startsWith(SecretVariable.PREFIX));
    environment.putAll(services);
    environment.put("GATEWAY_CONFIG", settings.config().toString());
    environment.put("GATEWAY_WORK_DIRECTORY", work.toString());
    environment.put("PORT", Integer.toString(port));
    // As Cloud Run names a service and its revision.
    environment.put("K_SERVICE", "gateway-" + service);
    environment.put("K_REVISION", "gateway-" + name);
    return environment;
  }

  private Path workDirectory(String name) {
    return settings.directory().resolve("work").resolve(name);
  }
}
