package dev.codexgateway.functions.worker;

import com.google.cloud.functions.HttpFunction;
import com.google.cloud.functions.HttpRequest;
import com.google.cloud.functions.HttpResponse;
import dev.codexgateway.core.config.ConfigException;
import dev.codexgateway.core.config.GatewayConfig;
import dev.codexgateway.core.job.JobId;
import dev.codexgateway.core.job.StoreUnavailableException;
import dev.codexgateway.core.platform.Platform;
import dev.codexgateway.core.platform.PlatformProvider;
import dev.codexgateway.functions.worker.process.ProcessRunner;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes Pub/Sub push messages and runs the job that each names, to its end, before it answers.
 *
 * <ul>
 *   <li>204: all that is to be known is in the job, also where it failed; or the message is poison
 *       (no such job, no such form), which a redelivery would not heal: logged and acknowledged
 *   <li>503: the store is away or this instance is stopping; a redelivery helps
 *   <li>405, 413: not a push message at all
 * </ul>
 */
public final class WorkerFunction implements HttpFunction {
  private static final Logger log = LoggerFactory.getLogger(WorkerFunction.class);
  private static final int MAX_BODY_BYTES = 64 * 1024;
  private static final Duration STOP = Duration.ofSeconds(8);

  private final Worker worker;
  private final ExecutorService threads =
      Executors.newThreadPerTaskExecutor(Thread.ofPlatform().name("job-", 0).factory());

  /** For the platform: takes its settings from the environment and warms the clients. */
  public WorkerFunction() throws ConfigException {
    this(fromEnvironment(System.getenv()));
  }

  public WorkerFunction(Worker worker) {
    this.worker = worker;
  }

  private static Worker fromEnvironment(Map<String, String> env) throws ConfigException {
    Platform platform = PlatformProvider.load(env);
    GatewayConfig config =
        GatewayConfig.load(Path.of(env.getOrDefault("GATEWAY_CONFIG", "gateway.yaml")));
    Path work = Path.of(env.getOrDefault("GATEWAY_WORK_DIRECTORY", "/tmp/gateway-work"));
    Worker worker =
        new Worker(
            platform,
            config.commands(),
            new ProcessRunner(platform.instanceId()),
            WorkerSettings.cloud(work));
    stopAtShutdown(worker, platform);
    return worker;
  }

  /** After SIGTERM the platform gives ten seconds; the jobs go back rather than getting lost. */
  private static void stopAtShutdown(Worker worker, Platform platform) {
    Runnable stop =
        () -> {
          if (worker.stop(STOP)) {
            platform.close();
          }
        };
    Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().name("stop").unstarted(stop));
  }

  @Override
  public void service(HttpRequest request, HttpResponse response) throws IOException {
    if (!request.getMethod().equals("POST")) {
      response.setStatusCode(405);
      response.appendHeader("Allow", "POST");
      return;
    }
    Optional<byte[]> body = body(request);
    response.setStatusCode(body.isEmpty() ? 413 : status(body.get()));
  }

  private static Optional<byte[]> body(HttpRequest request) throws IOException {
    try (InputStream in = request.getInputStream()) {
      byte[] body = in.readNBytes(MAX_BODY_BYTES + 1);
      return body.length > MAX_BODY_BYTES ? Optional.empty() : Optional.of(body);
    }
  }

  private int status(byte[] body) {
    Optional<PushMessage> message = PushMessage.decode(body);
    if (message.isEmpty()) {
      log.error("A message that names no job was acknowledged and dropped");
      return 204;
    }
    return status(message.get().jobId());
  }

  private int status(JobId id) {
    try {
      return switch (threads.submit(() -> worker.handle(id)).get()) {
        case DONE, NOTHING_TO_DO -> 204;
        case UNKNOWN_JOB -> {
          log.error("{}: no such job; its message was acknowledged and dropped", id);
          yield 204;
        }
        case STOPPING -> 503;
      };
    } catch (ExecutionException e) {
      if (!(e.getCause() instanceof StoreUnavailableException)) {
        log.error("{}: failed; it will be redelivered", id, e.getCause());
      }
      return 503;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return 503;
    }
  }
}
