package dev.codexgateway.functions.worker;

import com.google.cloud.functions.HttpFunction;
import com.google.cloud.functions.HttpRequest;
import com.google.cloud.functions.HttpResponse;
import dev.codexgateway.core.config.ConfigException;
import dev.codexgateway.core.job.JobId;
import dev.codexgateway.core.job.StoreUnavailableException;
import dev.codexgateway.core.platform.Environment;
import dev.codexgateway.core.platform.StartUp;
import dev.codexgateway.functions.worker.caller.CallerCheck;
import dev.codexgateway.functions.worker.caller.OidcCheck;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * {@code POST /sweep} rings again for jobs that wait too long and answers {@code {"rung":3}}. A
 * POST to any other path is a Pub/Sub push message: the job that it names is run to its end before
 * the answer.
 *
 * <ul>
 *   <li>204: all that is to be known is in the job, also where it failed; or the message is poison
 *       (no such job, no such form), which a redelivery would not heal: logged and acknowledged
 *   <li>503: the store is away, or this instance is stopping and has given the job back; a
 *       redelivery helps
 *   <li>401, 403: not from the account that may; 405, 413: not a push message at all
 * </ul>
 */
public final class WorkerFunction implements HttpFunction {
  private static final Logger log = LoggerFactory.getLogger(WorkerFunction.class);
  private static final int MAX_BODY_BYTES = 64 * 1024;
  private static final String SWEEP_PATH = "/sweep";

  /** The acknowledgement deadline of a push is 600 s at most; the rest is for the job's end. */
  private static final Duration LONGEST_RUN = Duration.ofSeconds(540);

  private static final int SWEEP_PATIENCE_SECONDS = 60;

  private final Parts parts;
  private final ExecutorService threads =
      Executors.newThreadPerTaskExecutor(Thread.ofPlatform().name("job-", 0).factory());

  /**
   * What the function is made of.
   *
   * @param patience how long a queued job may wait before its bell counts as lost
   * @param pusher who may deliver messages
   * @param scheduler who may have it sweep
   */
  record Parts(
      Worker worker,
      Sweeper sweeper,
      Duration patience,
      CallerCheck pusher,
      CallerCheck scheduler) {}

  /** For the platform: takes its settings from the environment and warms the clients. */
  public WorkerFunction() {
    this(StartUp.orExit("worker", () -> fromEnvironment(System.getenv())));
  }

  WorkerFunction(Parts parts) {
    this.parts = parts;
  }

  private static Parts fromEnvironment(Map<String, String> variables) throws ConfigException {
    Environment env = new Environment(variables);
    Duration patience =
        env.seconds("GATEWAY_SWEEP_PATIENCE_SECONDS", 1, 3600, SWEEP_PATIENCE_SECONDS);
    Optional<String> audience = env.text("GATEWAY_PUSH_AUDIENCE");
    Optional<String> account = env.text("GATEWAY_PUSH_ACCOUNT");
    if (audience.isPresent() != account.isPresent()) {
      env.problem("GATEWAY_PUSH_AUDIENCE and GATEWAY_PUSH_ACCOUNT belong together");
    }
    Optional<String> scheduler = env.text("GATEWAY_SCHEDULER_ACCOUNT").or(() -> account);
    env.check();
    DeployedWorker deployed = DeployedWorker.open(variables, LONGEST_RUN);
    Runtime.getRuntime()
        .addShutdownHook(Thread.ofPlatform().name("stop").unstarted(deployed::close));
    return new Parts(
        deployed.worker(),
        deployed.sweeper(),
        patience,
        check(audience, account),
        check(audience, scheduler));
  }

  private static CallerCheck check(Optional<String> audience, Optional<String> account) {
    return audience.isPresent() && account.isPresent()
        ? new OidcCheck(audience.get(), account.get())
        : CallerCheck.NONE;
  }

  @Override
  public void service(HttpRequest request, HttpResponse response) throws IOException {
    if (!request.getMethod().equals("POST")) {
      response.setStatusCode(405);
      response.appendHeader("Allow", "POST");
      return;
    }
    boolean sweep = request.getPath().equals(SWEEP_PATH);
    switch ((sweep ? parts.scheduler() : parts.pusher()).check(authorization(request))) {
      case UNKNOWN -> {
        response.setStatusCode(401);
        response.appendHeader("WWW-Authenticate", "Bearer");
      }
      case FORBIDDEN -> response.setStatusCode(403);
      case ALLOWED -> {
        if (sweep) {
          sweep(response);
        } else {
          push(request, response);
        }
      }
    }
  }

  /** All values, whatever the case of the name; the framework does not promise to ignore it. */
  private static List<String> authorization(HttpRequest request) {
    return request.getHeaders().entrySet().stream()
        .filter(header -> header.getKey().equalsIgnoreCase("Authorization"))
        .flatMap(header -> header.getValue().stream())
        .toList();
  }

  private void sweep(HttpResponse response) throws IOException {
    try {
      int rung = parts.sweeper().sweep(parts.patience());
      response.setContentType("application/json");
      try (OutputStream out = response.getOutputStream()) {
        out.write(("{\"rung\":" + rung + "}").getBytes(StandardCharsets.UTF_8));
      }
    } catch (StoreUnavailableException e) {
      log.warn("No sweep: {}; the scheduler tries again", e.getMessage());
      response.setStatusCode(503);
    }
  }

  private void push(HttpRequest request, HttpResponse response) throws IOException {
    Optional<byte[]> body = body(request);
    response.setStatusCode(body.isEmpty() ? 413 : status(PushDecoder.decode(body.get())));
  }

  private static Optional<byte[]> body(HttpRequest request) throws IOException {
    try (InputStream in = request.getInputStream()) {
      byte[] body = in.readNBytes(MAX_BODY_BYTES + 1);
      return body.length > MAX_BODY_BYTES ? Optional.empty() : Optional.of(body);
    }
  }

  private int status(PushMessage message) {
    return switch (message) {
      case PushMessage.Ring(String messageId, JobId id) -> status(messageId, id);
      case PushMessage.Poison(String messageId, String flaw) -> {
        log.error("Message {} was acknowledged and dropped: {}", messageId, flaw);
        yield 204;
      }
    };
  }

  private int status(String messageId, JobId id) {
    try {
      return switch (threads.submit(() -> parts.worker().handle(id)).get()) {
        case DONE, NOTHING_TO_DO -> 204;
        case UNKNOWN_JOB -> {
          log.error("Message {} was acknowledged and dropped: there is no job {}", messageId, id);
          yield 204;
        }
        case STOPPING, GIVEN_BACK -> 503;
      };
    } catch (ExecutionException e) {
      log(messageId, id, e.getCause());
      return 503;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return 503;
    }
  }

  private static void log(String messageId, JobId id, @Nullable Throwable failure) {
    if (failure instanceof StoreUnavailableException) {
      log.warn("{}: message {} will be redelivered: {}", id, messageId, failure.getMessage());
    } else {
      log.error("{}: message {} failed and will be redelivered", id, messageId, failure);
    }
  }
}
