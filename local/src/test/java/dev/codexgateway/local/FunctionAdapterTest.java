package dev.codexgateway.local;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.codexgateway.relay.RelayServer;
import dev.codexgateway.relay.RelaySettings;
import dev.codexgateway.relay.Watching;
import dev.codexgateway.relay.http.HttpApplication;
import dev.codexgateway.relay.http.ServerRequest;
import dev.codexgateway.relay.http.ServerResponse;
import dev.codexgateway.testkit.SettableClock;
import dev.codexgateway.testkit.memory.MemoryPlatform;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What a function sees of a request, and what the client sees of its response. */
final class FunctionAdapterTest {
  @FunctionalInterface
  private interface Function {
    void service(FunctionRequest request, FunctionResponse response) throws Exception;
  }

  @Test
  void request_isWhatWasSent() throws Exception {
    HttpRequest.Builder sent =
        HttpRequest.newBuilder()
            .header("X-Twice", "1")
            .header("x-twice", "2")
            .header("Content-Type", "text/plain; charset=\"ISO-8859-1\"")
            .POST(BodyPublishers.ofByteArray(new byte[] {'a', (byte) 0xe9}));
    HttpResponse<String> response =
        exchange(
            sent,
            "/a%20b/c?x=1&x=%C3%A9+%2B&flag&=",
            (request, _) -> {
              assertEquals("POST", request.getMethod());
              assertEquals("/a%20b/c", request.getPath());
              assertEquals(Optional.of("x=1&x=%C3%A9+%2B&flag&="), request.getQuery());
              assertEquals(
                  Map.of(
                      "x", List.of("1", "\u00e9 +"),
                      "flag", List.of(""),
                      "", List.of("")),
                  request.getQueryParameters());
              assertEquals(List.of("1", "2"), request.getHeaders().get("X-TWICE"));
              assertEquals(Optional.of("1"), request.getFirstHeader("x-Twice"));
              assertEquals(Optional.empty(), request.getFirstHeader("X-None"));
              assertEquals(Optional.of("ISO-8859-1"), request.getCharacterEncoding());
              assertEquals(2, request.getContentLength());
              assertEquals("a\u00e9", request.getReader().readLine());
              assertEquals(2, request.getInputStream().readAllBytes().length);
              assertThrows(IllegalStateException.class, request::getParts);
              assertEquals(
                  "http://"
                      + request.getFirstHeader("Host").orElseThrow()
                      + "/a%20b/c?x=1&x=%C3%A9+%2B&flag&=",
                  request.getUri());
            });
    assertEquals(200, response.statusCode(), response.body());
  }

  @Test
  void response_isWhatTheFunctionSaid() throws Exception {
    HttpResponse<String> response =
        exchange(
            HttpRequest.newBuilder(),
            "/",
            (_, answer) -> {
              answer.setStatusCode(418, "teapot");
              answer.setContentType("text/plain");
              answer.setContentType("text/plain; charset=utf-8");
              answer.appendHeader("X-Twice", "1");
              answer.appendHeader("X-Twice", "2");
              answer.getWriter().write("\u20ac");
              assertEquals(Optional.of("text/plain; charset=utf-8"), answer.getContentType());
            });
    assertEquals(418, response.statusCode());
    assertEquals("\u20ac", response.body());
    assertEquals(
        List.of("text/plain; charset=utf-8"), response.headers().allValues("Content-Type"));
    assertEquals(List.of("1", "2"), response.headers().allValues("X-Twice"));
  }

  @Test
  void response_untouched_isAnEmpty200() throws Exception {
    HttpResponse<String> response = exchange(HttpRequest.newBuilder(), "/", (_, _) -> {});
    assertEquals(200, response.statusCode());
    assertEquals("", response.body());
  }

  @Test
  void function_thatThrows_isA500WithoutDetails() throws Exception {
    HttpResponse<String> response =
        exchange(
            HttpRequest.newBuilder(),
            "/",
            (_, answer) -> {
              answer.getOutputStream().write('x');
              throw new IllegalStateException("secret");
            });
    assertEquals(500, response.statusCode());
    assertEquals(-1, response.body().indexOf("secret"));
  }

  private static HttpResponse<String> exchange(
      HttpRequest.Builder request, String target, Function function) throws Exception {
    HttpApplication application =
        new HttpApplication() {
          @Override
          public Optional<Route> route(String method, String path) {
            return Optional.of(new Route(1000));
          }

          @Override
          public void handle(ServerRequest received, ServerResponse response) throws Exception {
            FunctionResponse answer = new FunctionResponse();
            function.service(new FunctionRequest(received), answer);
            answer.writeTo(response);
          }
        };
    try (RelayServer server =
        RelayServer.start(
            RelaySettings.DEFAULTS.withAddress("127.0.0.1", 0),
            Watching.of(new MemoryPlatform(SettableClock.standing())),
            application)) {
      URI uri = URI.create("http://127.0.0.1:" + server.port() + target);
      return Served.CLIENT.send(request.uri(uri).build(), BodyHandlers.ofString());
    }
  }
}
