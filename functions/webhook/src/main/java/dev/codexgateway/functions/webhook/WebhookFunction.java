package dev.codexgateway.functions.webhook;

import com.google.cloud.functions.HttpFunction;
import com.google.cloud.functions.HttpRequest;
import com.google.cloud.functions.HttpResponse;
import dev.codexgateway.core.config.ConfigException;
import dev.codexgateway.core.config.GatewayConfig;
import dev.codexgateway.core.hook.HookRequest;
import dev.codexgateway.core.job.StoreUnavailableException;
import dev.codexgateway.core.json.Json;
import dev.codexgateway.core.platform.Platform;
import dev.codexgateway.core.platform.PlatformProvider;
import dev.codexgateway.core.platform.StartUp;
import dev.codexgateway.hooks.Hook;
import dev.codexgateway.hooks.Hooks;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * {@code POST /webhook/{hook}}: a delivery of some provider. Decodes the request into a {@link
 * HookRequest}, lets {@link WebhookHandler} decide, and encodes the {@link Answer}. Whatever goes
 * wrong becomes a status and a JSON body here, never a stack trace.
 */
public final class WebhookFunction implements HttpFunction {
  /** Where hooks live; alone under its own host name the function also takes {@code /{hook}}. */
  public static final String PREFIX = "/webhook/";

  /** Largest body of any hook, in bytes. */
  public static final int MAX_BODY_BYTES = 10 * 1024 * 1024;

  private static final Logger log = LoggerFactory.getLogger(WebhookFunction.class);

  private final Hooks hooks;
  private final WebhookHandler handler;
  private final HookMetrics metrics = new HookMetrics();

  /** For the platform: takes its settings from the environment and warms the clients. */
  public WebhookFunction() {
    this(StartUp.orExit("webhook function", () -> deployed(System.getenv())));
  }

  private WebhookFunction(Deployed deployed) {
    this(deployed.platform(), deployed.hooks());
  }

  public WebhookFunction(Platform platform, Hooks hooks) {
    this.hooks = hooks;
    this.handler = new WebhookHandler(platform);
  }

  private record Deployed(Platform platform, Hooks hooks) {}

  /** The configuration first: where it is wrong, no client needs to be opened. */
  private static Deployed deployed(Map<String, String> env) throws ConfigException {
    Path file = Path.of(env.getOrDefault("GATEWAY_CONFIG", "gateway.yaml"));
    Hooks hooks = Hooks.compile(GatewayConfig.load(file));
    Platform platform = PlatformProvider.load(env);
    hooks
        .secretFlaws(platform.secrets())
        .values()
        .forEach(flaw -> log.error("{}; it answers 503 until that is mended", flaw));
    return new Deployed(platform, hooks);
  }

  /** What this process counted so far. */
  public HookMetrics metrics() {
    return metrics;
  }

  @Override
  public void service(HttpRequest request, HttpResponse response) throws IOException {
    encode(answer(request), response);
  }

  private Answer answer(HttpRequest request) throws IOException {
    Optional<Hook> hook = hookName(request.getPath()).flatMap(hooks::find);
    if (hook.isEmpty()) {
      return Answer.unknownHook();
    }
    if (!request.getMethod().equals("POST")) {
      return Answer.methodNotAllowed();
    }
    int limitBytes = hook.get().definition().maxBodyBytes();
    Optional<byte[]> body = body(request, limitBytes);
    return body.isEmpty()
        ? Answer.tooLarge(limitBytes)
        : answer(hook.get(), decoded(request, body.get()));
  }

  private static Optional<String> hookName(String path) {
    String name = path.startsWith(PREFIX) ? path.substring(PREFIX.length()) : path.substring(1);
    return Optional.of(name).filter(text -> !text.isEmpty() && text.indexOf('/') < 0);
  }

  private static HookRequest decoded(HttpRequest request, byte[] body) {
    return new HookRequest(
        request.getMethod(),
        request.getHeaders(),
        request.getQueryParameters(),
        body,
        remoteAddress(request.getHeaders()));
  }

  /** As the last proxy saw it; the interface of functions does not tell the peer. */
  private static Optional<String> remoteAddress(Map<String, List<String>> headers) {
    return headers.entrySet().stream()
        .filter(header -> header.getKey().equalsIgnoreCase("X-Forwarded-For"))
        .flatMap(header -> header.getValue().stream())
        .reduce((_, last) -> last)
        .map(list -> list.substring(list.lastIndexOf(',') + 1).strip());
  }

  private Answer answer(Hook hook, HookRequest request) {
    long begin = System.nanoTime();
    try {
      Outcome outcome = outcome(hook, request);
      note(hook, outcome, Duration.ofNanos(System.nanoTime() - begin));
      return Answer.of(outcome);
    } catch (RuntimeException e) {
      String correlationId = UUID.randomUUID().toString();
      log.error(
          "A delivery to hook {} failed, correlation id {}; the sender sees the id",
          hook.name(),
          correlationId,
          e);
      return Answer.internal(correlationId);
    }
  }

  private Outcome outcome(Hook hook, HookRequest request) {
    try {
      return handler.handle(hook, request);
    } catch (StoreUnavailableException e) {
      return new Outcome.Unavailable(String.valueOf(e.getMessage()));
    }
  }

  private void note(Hook hook, Outcome outcome, Duration took) {
    metrics.add(hook.name(), outcome, took);
    log.info(
        "webhook hook={} outcome={} jobs={} reason={} millis={}",
        hook.name(),
        outcome.name(),
        jobs(outcome),
        Json.quote(reason(outcome)),
        took.toMillis());
  }

  private static List<?> jobs(Outcome outcome) {
    return switch (outcome) {
      case Outcome.Accepted(var jobs) -> jobs;
      case Outcome.AcceptedBare(var jobs) -> jobs;
      case Outcome.Duplicate(var jobs) -> jobs;
      case Outcome.Ignored _,
          Outcome.Challenge _,
          Outcome.NotAuthentic _,
          Outcome.Unreadable _,
          Outcome.Unavailable _ ->
          List.of();
    };
  }

  private static String reason(Outcome outcome) {
    return switch (outcome) {
      case Outcome.Ignored(var _, String reason) -> reason;
      case Outcome.NotAuthentic(String reason) -> reason;
      case Outcome.Unreadable(int _, String reason) -> reason;
      case Outcome.Unavailable(String reason) -> reason;
      case Outcome.Accepted _, Outcome.AcceptedBare _, Outcome.Duplicate _, Outcome.Challenge _ ->
          "";
    };
  }

  /** Counts while it reads, so that a body without a length costs no more than the limit. */
  private static Optional<byte[]> body(HttpRequest request, int limitBytes) throws IOException {
    if (request.getContentLength() > limitBytes) {
      return Optional.empty();
    }
    try (InputStream in = request.getInputStream()) {
      byte[] body = in.readNBytes(limitBytes + 1);
      return body.length > limitBytes ? Optional.empty() : Optional.of(body);
    }
  }

  private static void encode(Answer answer, HttpResponse response) throws IOException {
    response.setStatusCode(answer.status());
    answer.headers().forEach(response::appendHeader);
    if (answer.json().isEmpty()) {
      return;
    }
    response.setContentType("application/json");
    try (OutputStream out = response.getOutputStream()) {
      out.write(answer.json().getBytes(StandardCharsets.UTF_8));
    }
  }
}
