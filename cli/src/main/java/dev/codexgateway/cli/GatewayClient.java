package dev.codexgateway.cli;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.security.GeneralSecurityException;
import java.time.Duration;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.TrustManager;

/**
 * Speaks the gateway's wire contract: JSON-RPC 2.0 on {@code POST /jsonrpc}, and the WebSocket at
 * {@code /ws}. Every failure is a {@link CliException} whose message says what to do.
 */
final class GatewayClient implements AutoCloseable {
  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);

  /** How long an answer may take, on top of what the call itself asked to wait. */
  private static final Duration ANSWER_TIMEOUT = Duration.ofSeconds(30);

  private final Lookup lookup;
  private final HttpClient http;
  private volatile Endpoint endpoint;

  /** Finds out where the gateway is and which key it takes. */
  interface Lookup {
    Endpoint endpoint() throws CliException;
  }

  /**
   * @param endpoint where the gateway is now
   * @param lookup asked again by {@link #lookAgain}
   */
  GatewayClient(Endpoint endpoint, Lookup lookup) {
    this.endpoint = endpoint;
    this.lookup = lookup;
    // HTTP/1.1: on plain HTTP the default would spend a header on offering an upgrade to HTTP/2.
    // Redirects are not followed: the key is for this endpoint only.
    HttpClient.Builder builder =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(CONNECT_TIMEOUT)
            .followRedirects(HttpClient.Redirect.NEVER);
    if (endpoint.url().getScheme().equals("http")) {
      builder.sslContext(trustingNobody());
    }
    this.http = builder.build();
  }

  /**
   * A context that plain HTTP never uses. Without one the client would load the default context,
   * and with it every CA certificate, which is a third of the start-up time of a command
   * (measured).
   */
  private static SSLContext trustingNobody() {
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, new TrustManager[0], null);
      return context;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  Endpoint endpoint() {
    return endpoint;
  }

  /** A gateway on this machine that was restarted has another key, and perhaps another port. */
  void lookAgain() {
    if (endpoint.session()) {
      try {
        endpoint = lookup.endpoint();
      } catch (CliException e) {
        // It is not up again yet; until then the old one is as good as any.
      }
    }
  }

  /** The {@code result} of a call that the gateway answers at once. */
  JsonObject call(String method, JsonObject params) throws CliException, InterruptedException {
    return call(method, params, Duration.ZERO);
  }

  /**
   * The {@code result} of a call.
   *
   * @param wait how long the call itself asks the gateway to wait
   * @throws RpcException when the gateway refuses
   */
  JsonObject call(String method, JsonObject params, Duration wait)
      throws CliException, InterruptedException {
    JsonObject request = new JsonObject();
    request.addProperty("jsonrpc", "2.0");
    request.addProperty("method", method);
    request.add("params", params);
    request.addProperty("id", 1);
    return result(method, send(Json.text(request), wait));
  }

  /** Sends a delivery to a hook. It carries its own proof, so the key stays here. */
  HookAnswer deliver(String hook, HookSample sample) throws CliException, InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(endpoint.webhook(hook, sample.queryText()))
            .timeout(ANSWER_TIMEOUT)
            .POST(BodyPublishers.ofByteArray(sample.body()));
    try {
      sample.headers().forEach(request::header);
      HttpResponse<String> response = http.send(request.build(), BodyHandlers.ofString());
      return new HookAnswer(response.statusCode(), response.body());
    } catch (IllegalArgumentException e) {
      throw new CliException(ExitCode.BAD_INPUT, "a header that cannot be sent", e);
    } catch (IOException e) {
      throw new CliException(ExitCode.UNAVAILABLE, unreachable(e), e);
    }
  }

  /** Connects a new WebSocket. */
  EventSocket openEvents() throws EventSocket.RefusedException, InterruptedException {
    return EventSocket.open(http, endpoint, CONNECT_TIMEOUT);
  }

  private HttpResponse<String> send(String body, Duration wait)
      throws CliException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(endpoint.jsonRpc())
            .timeout(ANSWER_TIMEOUT.plus(wait))
            .header("X-API-Key", endpoint.key())
            .header("Content-Type", "application/json")
            .header("Accept", "application/json")
            .POST(BodyPublishers.ofString(body))
            .build();
    try {
      return http.send(request, BodyHandlers.ofString());
    } catch (IOException e) {
      throw new CliException(ExitCode.UNAVAILABLE, unreachable(e), e);
    }
  }

  private JsonObject result(String method, HttpResponse<String> response) throws CliException {
    JsonObject answer =
        Json.parseObject(response.body())
            .orElseThrow(() -> notAGateway("HTTP " + response.statusCode()));
    JsonObject error = Json.object(answer, "error").orElse(null);
    if (error != null) {
      throw RpcException.of(method, error);
    }
    return Json.object(answer, "result")
        .orElseThrow(() -> notAGateway("its answer to " + method + " has no result"));
  }

  private CliException notAGateway(String sign) {
    return new CliException(
        ExitCode.PROTOCOL, "%s does not answer like a gateway (%s)".formatted(endpoint, sign));
  }

  /** The reason why nothing answered, in words that name the way out. */
  private String unreachable(IOException problem) {
    return switch (problem) {
      case HttpTimeoutException _ -> "no answer from %s in time".formatted(endpoint);
      case ConnectException e when isUnresolved(e) -> "unknown host in " + endpoint;
      case UnknownHostException _ -> "unknown host in " + endpoint;
      case ConnectException _ -> cannotConnect(endpoint);
      case SSLException e -> "no secure connection to %s: %s".formatted(endpoint, e.getMessage());
      case IOException e ->
          "connection to %s broke before the answer: %s".formatted(endpoint, IoProblem.describe(e));
    };
  }

  /** The client wraps its reason once or twice, depending on the path it took. */
  private static boolean isUnresolved(Throwable problem) {
    Throwable cause = problem.getCause();
    return cause instanceof UnresolvedAddressException || (cause != null && isUnresolved(cause));
  }

  static String cannotConnect(Endpoint endpoint) {
    return "cannot connect to %s: is the gateway running? ('gateway serve' starts one)"
        .formatted(endpoint);
  }

  @Override
  public void close() {
    // Not close(): that would wait for a request that a Ctrl-C has just abandoned.
    http.shutdownNow();
  }
}
