package dev.codexgateway.cloud.front;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.codexgateway.testkit.Concurrently;
import io.undertow.Undertow;
import io.undertow.websockets.WebSocketConnectionCallback;
import io.undertow.websockets.WebSocketProtocolHandshakeHandler;
import io.undertow.websockets.core.AbstractReceiveListener;
import io.undertow.websockets.core.BufferedTextMessage;
import io.undertow.websockets.core.CloseMessage;
import io.undertow.websockets.core.WebSocketChannel;
import io.undertow.websockets.core.WebSockets;
import io.undertow.websockets.core.protocol.version13.Hybi13Handshake;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class FrontTest {
  private final List<Runnable> closers = new ArrayList<>();
  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  @AfterEach
  void closeAll() {
    http.shutdownNow();
    closers.reversed().forEach(Runnable::run);
  }

  /** What a backend does with one request. */
  @FunctionalInterface
  private interface Answering {
    void answer(HttpExchange exchange) throws IOException;
  }

  private URI backend(Answering answering) throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext(
        "/",
        exchange -> {
          try (exchange) {
            answering.answer(exchange);
          }
        });
    server.start();
    closers.add(() -> server.stop(0));
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  private URI named(String name) throws IOException {
    return backend(exchange -> send(exchange, name + " " + exchange.getRequestURI()));
  }

  private static void send(HttpExchange exchange, String text) throws IOException {
    exchange.getRequestBody().readAllBytes();
    exchange.sendResponseHeaders(200, text.length());
    exchange.getResponseBody().write(text.getBytes(StandardCharsets.UTF_8));
  }

  private static URI nobody() throws IOException {
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return URI.create("http://127.0.0.1:" + free.getLocalPort());
    }
  }

  private Front front(List<URI> jsonRpc, List<URI> relays, List<URI> workers) throws IOException {
    Backends backends =
        new Backends(List.of(named("health")), jsonRpc, List.of(named("webhook")), relays, workers);
    Front front = Front.start("127.0.0.1", 0, backends);
    closers.add(front::close);
    return front;
  }

  private HttpResponse<String> get(Front front, String path) throws Exception {
    return http.send(HttpRequest.newBuilder(uri(front, path)).build(), BodyHandlers.ofString());
  }

  private static URI uri(Front front, String path) {
    return URI.create("http://127.0.0.1:" + front.port() + path);
  }

  @Test
  void path_ofEachRoute_reachesItsBackendUnchanged() throws Exception {
    Front front = front(List.of(named("jsonrpc")), List.of(named("relay")), List.of());
    assertEquals("health /health", get(front, "/health").body());
    assertEquals("health /health/ready", get(front, "/health/ready").body());
    assertEquals("jsonrpc /jsonrpc", get(front, "/jsonrpc").body());
    assertEquals("webhook /webhook/a%2Fb?c=%20", get(front, "/webhook/a%2Fb?c=%20").body());
    assertEquals("relay /events/job_1?from=2", get(front, "/events/job_1?from=2").body());
  }

  @Test
  void path_ofNoRoute_is404() throws Exception {
    Front front = front(List.of(named("jsonrpc")), List.of(named("relay")), List.of(named("w")));
    for (String path : List.of("/", "/jsonrpc/x", "/healthy", "/worker", "/webhook")) {
      HttpResponse<String> answer = get(front, path);
      assertEquals(404, answer.statusCode(), path);
      assertTrue(answer.body().contains("\"code\":-32003"), answer.body());
    }
  }

  @Test
  void request_whileNoBackendListens_is503WithRetryAfter() throws Exception {
    Front front = front(List.of(nobody()), List.of(nobody(), nobody()), List.of());
    HttpResponse<String> call = get(front, "/jsonrpc");
    assertEquals(503, call.statusCode());
    assertEquals("1", call.headers().firstValue("Retry-After").orElse(""));
    assertTrue(call.body().startsWith("{\"jsonrpc\":\"2.0\",\"id\":null,\"error\":"), call.body());
    assertEquals(503, get(front, "/events/job_1").statusCode());
  }

  @Test
  void error_ofABackend_isPassedOnAsItIs() throws Exception {
    URI failing =
        backend(
            exchange -> {
              byte[] own = "{\"own\":1}".getBytes(StandardCharsets.UTF_8);
              exchange.getResponseHeaders().add("Retry-After", "7");
              exchange.sendResponseHeaders(503, own.length);
              exchange.getResponseBody().write(own);
            });
    Front front = front(List.of(failing), List.of(), List.of());
    HttpResponse<String> answer = get(front, "/jsonrpc");
    assertEquals("{\"own\":1}", answer.body());
    assertEquals(List.of("7"), answer.headers().allValues("Retry-After"));
  }

  @Test
  void push_toTwoWorkers_isSpread() throws Exception {
    Front front = front(List.of(), List.of(), List.of(named("one"), named("two")));
    List<String> answers = new ArrayList<>();
    for (int i = 0; i < 60; i++) {
      answers.add(push(front));
    }
    assertEquals(Set.of("one /", "two /"), Set.copyOf(answers));
  }

  @Test
  void push_whileOneWorkerIsDown_reachesTheOther() throws Exception {
    Front front = front(List.of(), List.of(), List.of(nobody(), named("two")));
    for (int i = 0; i < 6; i++) {
      assertEquals("two /", push(front));
    }
  }

  private String push(Front front) throws Exception {
    HttpRequest push =
        HttpRequest.newBuilder(front.pushEndpoint()).POST(BodyPublishers.ofString("{}")).build();
    return http.send(push, BodyHandlers.ofString()).body();
  }

  @Test
  void stream_ofABackend_isNotHeldBack() throws Exception {
    CountDownLatch seen = new CountDownLatch(1);
    URI relay =
        backend(
            exchange -> {
              exchange.sendResponseHeaders(200, 0);
              OutputStream out = exchange.getResponseBody();
              out.write("data: 1\n\n".getBytes(StandardCharsets.UTF_8));
              out.flush();
              await(seen);
              out.write("data: 2\n\n".getBytes(StandardCharsets.UTF_8));
            });
    Front front = front(List.of(), List.of(relay), List.of());
    HttpResponse<InputStream> response =
        http.send(
            HttpRequest.newBuilder(uri(front, "/events/job_1")).build(),
            BodyHandlers.ofInputStream());
    try (BufferedReader lines =
        new BufferedReader(new InputStreamReader(response.body(), StandardCharsets.UTF_8))) {
      assertEquals("data: 1", lines.readLine());
      seen.countDown();
      assertEquals(List.of("", "data: 2", ""), lines.lines().toList());
    }
  }

  private static void await(CountDownLatch latch) throws IOException {
    try {
      if (!latch.await(60, TimeUnit.SECONDS)) {
        throw new IOException("the first line did not arrive");
      }
    } catch (InterruptedException e) {
      throw new IOException(e);
    }
  }

  @Test
  void stream_thatTheClientLeaves_endsAtTheBackend() throws Exception {
    AtomicBoolean ended = new AtomicBoolean();
    URI relay =
        backend(
            exchange -> {
              exchange.sendResponseHeaders(200, 0);
              try {
                while (!ended.get()) {
                  exchange.getResponseBody().write("data: x\n\n".getBytes(StandardCharsets.UTF_8));
                  exchange.getResponseBody().flush();
                }
              } catch (IOException e) {
                ended.set(true);
              }
            });
    Front front = front(List.of(), List.of(relay), List.of());
    http.send(
            HttpRequest.newBuilder(uri(front, "/events/job_1")).build(),
            BodyHandlers.ofInputStream())
        .body()
        .close();
    Concurrently.await("the backend hears that the client left", ended::get);
  }

  @Test
  void webSocket_throughTheFront_speaksBothWaysAndCloses() throws Exception {
    CompletableFuture<Integer> closedWith = new CompletableFuture<>();
    Front front = front(List.of(), List.of(echoingSocket(closedWith)), List.of());
    CompletableFuture<String> heard = new CompletableFuture<>();
    WebSocket socket =
        http.newWebSocketBuilder()
            .subprotocols("test.v1")
            .buildAsync(URI.create("ws://127.0.0.1:" + front.port() + "/ws"), listener(heard))
            .get(60, TimeUnit.SECONDS);
    assertEquals("test.v1", socket.getSubprotocol());
    socket.sendText("hello", true).join();
    assertEquals("echo hello", heard.get(60, TimeUnit.SECONDS));
    socket.sendClose(4000, "bye").join();
    assertEquals(4000, closedWith.get(60, TimeUnit.SECONDS));
  }

  @Test
  void webSocket_thatTheClientCuts_isCutAtTheBackend() throws Exception {
    CompletableFuture<Integer> closedWith = new CompletableFuture<>();
    Front front = front(List.of(), List.of(echoingSocket(closedWith)), List.of());
    WebSocket socket =
        http.newWebSocketBuilder()
            .subprotocols("test.v1")
            .buildAsync(
                URI.create("ws://127.0.0.1:" + front.port() + "/ws"),
                listener(new CompletableFuture<>()))
            .get(60, TimeUnit.SECONDS);
    socket.abort();
    Concurrently.await("the backend hears that the client left", closedWith::isDone);
  }

  private URI echoingSocket(CompletableFuture<Integer> closedWith) {
    Undertow server =
        Undertow.builder()
            .addHttpListener(
                0,
                "127.0.0.1",
                new WebSocketProtocolHandshakeHandler(
                    List.of(new Hybi13Handshake(Set.of("test.v1"), false)),
                    (WebSocketConnectionCallback)
                        (_, channel) -> {
                          channel.getReceiveSetter().set(echo(closedWith));
                          channel.addCloseTask(_ -> closedWith.complete(-1));
                          channel.resumeReceives();
                        }))
            .build();
    server.start();
    closers.add(server::stop);
    return URI.create(
        "http://127.0.0.1:"
            + ((InetSocketAddress) server.getListenerInfo().getFirst().getAddress()).getPort());
  }

  private static AbstractReceiveListener echo(CompletableFuture<Integer> closedWith) {
    return new AbstractReceiveListener() {
      @Override
      protected void onFullTextMessage(WebSocketChannel channel, BufferedTextMessage message) {
        WebSockets.sendText("echo " + message.getData(), channel, null);
      }

      @Override
      protected void onCloseMessage(CloseMessage message, WebSocketChannel channel) {
        closedWith.complete(message.getCode());
      }
    };
  }

  private static WebSocket.Listener listener(CompletableFuture<String> heard) {
    return new WebSocket.Listener() {
      @Override
      public CompletionStage<?> onText(WebSocket from, CharSequence text, boolean last) {
        heard.complete(text.toString());
        return WebSocket.Listener.super.onText(from, text, last);
      }
    };
  }
}
