package dev.codexgateway.functions.jsonrpc;

import com.google.cloud.functions.HttpFunction;
import com.google.cloud.functions.HttpRequest;
import com.google.cloud.functions.HttpResponse;
import dev.codexgateway.core.config.ConfigException;
import dev.codexgateway.core.config.GatewayConfig;
import dev.codexgateway.core.job.StoreUnavailableException;
import dev.codexgateway.core.key.Credentials;
import dev.codexgateway.core.key.Principal;
import dev.codexgateway.core.platform.Environment;
import dev.codexgateway.core.platform.Platform;
import dev.codexgateway.core.platform.PlatformProvider;
import dev.codexgateway.core.platform.StartUp;
import dev.codexgateway.functions.jsonrpc.JsonRpcHandler.Identity;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * {@code POST /jsonrpc}: JSON-RPC 2.0 over HTTP, single and batch. Decodes the request into an
 * {@link Intake}, lets {@link JsonRpcHandler} answer, and encodes the {@link Answer}. Whatever goes
 * wrong becomes a status and a JSON-RPC error body here, never a stack trace.
 */
public final class JsonRpcFunction implements HttpFunction {
  /** Largest body, in bytes. */
  public static final int MAX_BODY_BYTES = 1024 * 1024;

  private static final Logger log = LoggerFactory.getLogger(JsonRpcFunction.class);

  private final JsonRpcHandler handler;

  /** For the platform: takes its settings from the environment and warms the clients. */
  public JsonRpcFunction() {
    this(StartUp.orExit("JSON-RPC function", () -> fromEnvironment(System.getenv())));
  }

  public JsonRpcFunction(Platform platform, GatewayConfig config) {
    this(handler(platform, config));
  }

  private JsonRpcFunction(JsonRpcHandler handler) {
    this.handler = handler;
  }

  private static JsonRpcHandler fromEnvironment(Map<String, String> variables)
      throws ConfigException {
    Environment env = new Environment(variables);
    Path file = env.path("GATEWAY_CONFIG", Path.of("gateway.yaml"));
    env.check();
    GatewayConfig config = GatewayConfig.load(file);
    return handler(PlatformProvider.load(variables), config);
  }

  private static JsonRpcHandler handler(Platform platform, GatewayConfig config) {
    return new JsonRpcHandler(platform.keyring(), Methods.of(platform, config));
  }

  @Override
  public void service(HttpRequest request, HttpResponse response) throws IOException {
    encode(answer(request), response);
  }

  private Answer answer(HttpRequest request) throws IOException {
    try {
      if (!request.getMethod().equals("POST")) {
        return Answer.methodNotAllowed();
      }
      return switch (handler.identify(credentials(request))) {
        case Identity.Unknown(Answer refusal) -> refusal;
        case Identity.Known(Principal principal) -> answer(principal, request);
      };
    } catch (StoreUnavailableException e) {
      log.warn("{}; the caller is told to try again", e.getMessage());
      return Answer.unavailable();
    } catch (RuntimeException e) {
      String correlationId = UUID.randomUUID().toString();
      log.error("Request failed, correlation id {}; the caller sees the id", correlationId, e);
      return Answer.internal(correlationId);
    }
  }

  private Answer answer(Principal principal, HttpRequest request) throws IOException {
    if (!isJson(request.getContentType())) {
      return Answer.unsupportedMediaType();
    }
    List<String> idempotencyKeys = headers(request, "Idempotency-Key").stream().distinct().toList();
    if (idempotencyKeys.size() > 1) {
      return Answer.badRequest("the header Idempotency-Key has two values");
    }
    Optional<String> idempotencyKey = idempotencyKeys.stream().findFirst();
    return body(request)
        .map(body -> handler.handle(new Intake(principal, idempotencyKey, body)))
        .orElseGet(() -> Answer.tooLarge(MAX_BODY_BYTES));
  }

  private static Credentials credentials(HttpRequest request) {
    return Credentials.from(headers(request, "X-API-Key"), headers(request, "Authorization"));
  }

  /** All values, whatever the case of the name; the framework does not promise to ignore it. */
  private static List<String> headers(HttpRequest request, String name) {
    return request.getHeaders().entrySet().stream()
        .filter(header -> header.getKey().equalsIgnoreCase(name))
        .flatMap(header -> header.getValue().stream())
        .toList();
  }

  private static boolean isJson(Optional<String> contentType) {
    String type = contentType.orElse("").split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
    return type.equals("application/json") || type.equals("application/json-rpc");
  }

  /** Counts while it reads, so that a body without a length costs no more than the limit. */
  private static Optional<byte[]> body(HttpRequest request) throws IOException {
    if (request.getContentLength() > MAX_BODY_BYTES) {
      return Optional.empty();
    }
    try (InputStream in = request.getInputStream()) {
      byte[] body = in.readNBytes(MAX_BODY_BYTES + 1);
      return body.length > MAX_BODY_BYTES ? Optional.empty() : Optional.of(body);
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
