package dev.codexgateway.cloud.front;

import com.google.gson.JsonObject;
import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.Headers;
import io.undertow.util.StatusCodes;

/** What is said where no backend can. */
final class ErrorBodies {
  static final HttpHandler NO_ROUTE =
      exchange -> send(exchange, StatusCodes.NOT_FOUND, plain(StatusCodes.NOT_FOUND));

  private static final int NOT_FOUND = -32003;
  private static final int UNAVAILABLE = -32006;
  private static final String RETRY_AFTER_SECONDS = "1";

  private ErrorBodies() {}

  static String plain(int status) {
    JsonObject body = new JsonObject();
    body.add("error", error(status));
    return body.toString();
  }

  static String jsonRpc(int status) {
    JsonObject body = new JsonObject();
    body.addProperty("jsonrpc", "2.0");
    body.add("id", null);
    body.add("error", error(status));
    return body.toString();
  }

  private static JsonObject error(int status) {
    boolean missing = status == StatusCodes.NOT_FOUND;
    JsonObject error = new JsonObject();
    error.addProperty("code", missing ? NOT_FOUND : UNAVAILABLE);
    error.addProperty("message", missing ? "No such route" : "Temporarily unavailable, try again");
    return error;
  }

  static void send(HttpServerExchange exchange, int status, String json) {
    exchange.setStatusCode(status);
    exchange.getResponseHeaders().put(Headers.CONTENT_TYPE, "application/json");
    if (status == StatusCodes.SERVICE_UNAVAILABLE) {
      exchange.getResponseHeaders().put(Headers.RETRY_AFTER, RETRY_AFTER_SECONDS);
    }
    exchange.getResponseSender().send(json);
  }
}
