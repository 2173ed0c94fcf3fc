package dev.codexgateway.local;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.WebSocket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Everything on one port, over real sockets. */
@Timeout(120)
final class LocalGatewayTest {
  @TempDir static Path directory;
  private static Served served;

  @BeforeAll
  static void start() throws Exception {
    served = Served.start(directory);
  }

  @AfterAll
  static void stop() {
    served.close();
  }

  @Test
  void health_isAnswered() throws Exception {
    HttpResponse<String> health = served.get("/health");
    assertEquals(200, health.statusCode());
    assertEquals("{\"status\":\"healthy\"}", health.body());
    assertEquals(Optional.of("application/json"), health.headers().firstValue("Content-Type"));
    HttpResponse<String> ready = served.get("/health/ready");
    assertEquals(200, ready.statusCode());
    assertEquals(
        "{\"status\":\"ready\",\"components\":{\"store\":\"up\",\"worker\":\"up\"}}", ready.body());
  }

  @Test
  void head_health_isTheHeadOfGet() throws Exception {
    HttpResponse<String> head = served.send("HEAD", "/health", "");
    assertEquals(200, head.statusCode());
    assertEquals("", head.body());
    assertEquals(Optional.of("20"), head.headers().firstValue("Content-Length"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"/", "/nothing", "/healthy", "/jsonrpc/", "/artifacts", "/events"})
  void unknownPath_isNotFound(String path) throws Exception {
    HttpResponse<String> response = served.get(path);
    assertEquals(404, response.statusCode());
    assertTrue(response.body().startsWith("{\"error\":{\"code\":-32003,"), response.body());
  }

  @Test
  void wrongMethod_isRefusedWithTheAllowedOnes() throws Exception {
    HttpResponse<String> health = served.send("POST", "/health", "{\"a\":1}");
    assertEquals(405, health.statusCode());
    assertEquals(Optional.of("GET, HEAD"), health.headers().firstValue("Allow"));
    HttpResponse<String> artifact = served.send("DELETE", "/artifacts/x", "");
    assertEquals(405, artifact.statusCode());
    assertEquals(Optional.of("GET, HEAD"), artifact.headers().firstValue("Allow"));
    HttpResponse<String> rpc = served.get("/jsonrpc");
    assertEquals(405, rpc.statusCode());
    assertEquals(Optional.of("POST"), rpc.headers().firstValue("Allow"));
    assertTrue(rpc.body().startsWith("{\"jsonrpc\":\"2.0\",\"id\":null,\"error\":"), rpc.body());
  }

  @Test
  void jsonrpc_withoutTheRightKey_isUnauthenticated() throws Exception {
    HttpResponse<String> wrong = served.withKey("x".repeat(40)).post("{}");
    HttpResponse<String> none = served.send("POST", "/jsonrpc", "{}");
    assertEquals(401, wrong.statusCode());
    assertEquals(401, none.statusCode());
    assertEquals(none.body(), wrong.body());
    assertTrue(none.headers().firstValue("WWW-Authenticate").isPresent());
  }

  @Test
  void jsonrpc_bodyOverTheLimit_isTooLarge() throws Exception {
    HttpResponse<String> response = served.post(" ".repeat(1024 * 1024 + 1));
    assertEquals(413, response.statusCode());
    assertEquals(
        -32600,
        JsonParser.parseString(response.body())
            .getAsJsonObject()
            .getAsJsonObject("error")
            .get("code")
            .getAsInt());
  }

  @Test
  void exec_withWait_givesTheFinishedJobAndItsLog() throws Exception {
    JsonObject job = served.exec("echo", "Hello from Codex Gateway", "\u20ac");
    assertEquals("succeeded", job.get("state").getAsString());
    assertEquals("Hello from Codex Gateway \u20ac\n", job.get("stdout").getAsString());
    assertEquals(0, job.get("exit_code").getAsInt());
    String id = job.get("job_id").getAsString();
    JsonObject log = served.rpc("job.log", Served.id(id));
    assertTrue(log.get("complete").getAsBoolean());
    JsonArray events = log.getAsJsonArray("events");
    assertEquals(
        List.of("state", "state", "stdout", "state", "result"),
        events.asList().stream()
            .map(event -> event.getAsJsonObject().get("type").getAsString())
            .toList());
    assertEquals(
        IntStream.rangeClosed(1, 5).boxed().toList(),
        events.asList().stream()
            .map(event -> event.getAsJsonObject().get("seq").getAsInt())
            .toList());
  }

  @Test
  void cancel_runningJob_killsItsProcess() throws Exception {
    String id = served.submit("sleep");
    long pid = Long.parseLong(served.output(id).strip());
    JsonObject job = served.rpc("job.cancel", "{\"job_id\":\"" + id + "\",\"timeout_seconds\":30}");
    assertEquals("cancelled", job.get("state").getAsString());
    assertEquals("SIGTERM", job.get("signal").getAsString());
    assertFalse(ProcessHandle.of(pid).isPresent());
  }

  @Test
  void artifacts_signedUrl_givesTheFileAsAnAttachment() throws Exception {
    URI page = artifact("out/page 1.html");
    HttpResponse<String> file = get(page);
    assertEquals(200, file.statusCode());
    assertEquals("<b>one</b>", file.body());
    assertEquals(Optional.of("text/html"), file.headers().firstValue("Content-Type"));
    assertEquals(Optional.of("attachment"), file.headers().firstValue("Content-Disposition"));
    assertEquals(Optional.of("nosniff"), file.headers().firstValue("X-Content-Type-Options"));
    HttpResponse<String> head = served.send("HEAD", page.getRawPath() + "?" + page.getQuery(), "");
    assertEquals(200, head.statusCode());
    assertEquals("", head.body());
    assertEquals(Optional.of("10"), head.headers().firstValue("Content-Length"));
  }

  @Test
  void artifacts_urlThatWasNotSignedSo_isNotFound() throws Exception {
    String url = artifact("b.txt").toString();
    String signature = url.substring(url.indexOf("sig=") + 4);
    String swapped = (signature.charAt(0) == 'A' ? 'B' : 'A') + signature.substring(1);
    for (String bad :
        List.of(
            url.replace(signature, swapped),
            url.replace("b.txt", "out/page%201.html"),
            url.replace("b.txt", "%62.txt"),
            url.replace("b.txt", "../../../gateway.db"),
            url.replace("/1/b.txt", "/2/b.txt"),
            url.replaceAll("expires=\\d+", "expires=9999999999"),
            url + "&more=1",
            url.substring(0, url.indexOf('?')))) {
      HttpResponse<String> response = get(URI.create(bad));
      assertEquals(404, response.statusCode(), bad);
      assertTrue(response.body().startsWith("{\"error\":"), response.body());
    }
    assertEquals(200, get(URI.create(url)).statusCode());
  }

  @Test
  void events_finishedJob_isTheWholeLog() throws Exception {
    String id = served.exec("echo", "seen").get("job_id").getAsString();
    HttpRequest request =
        HttpRequest.newBuilder(served.uri("/events/" + id + "?from=1"))
            .header("X-API-Key", Served.KEY)
            .build();
    HttpResponse<String> response = Served.CLIENT.send(request, BodyHandlers.ofString());
    assertEquals(200, response.statusCode());
    assertEquals(
        List.of("id: 1", "id: 2", "id: 3", "id: 4", "id: 5"),
        response.body().lines().filter(line -> line.startsWith("id:")).toList());
    assertTrue(response.body().contains("seen"));
  }

  @Test
  void ws_subscribe_givesEveryEventInOrder() throws Exception {
    String id = served.exec("echo", "seen").get("job_id").getAsString();
    Frames frames = new Frames();
    WebSocket socket =
        Served.CLIENT
            .newWebSocketBuilder()
            .header("X-API-Key", Served.KEY)
            .subprotocols("codexgateway.v1")
            .buildAsync(URI.create(served.uri("/ws").toString().replaceFirst("http", "ws")), frames)
            .join();
    assertEquals("codexgateway.v1", socket.getSubprotocol());
    socket
        .sendText(Served.call("subscribe", "{\"job_id\":\"" + id + "\",\"from\":1}"), true)
        .join();
    List<JsonObject> received = frames.untilEnd.get(60, TimeUnit.SECONDS);
    socket.abort();
    assertEquals(
        List.of(1, 2, 3, 4, 5),
        received.stream()
            .filter(frame -> "event".equals(method(frame)))
            .map(frame -> frame.getAsJsonObject("params").get("seq").getAsInt())
            .toList());
  }

  private static final class Frames implements WebSocket.Listener {
    private final StringBuilder text = new StringBuilder();
    private final List<JsonObject> frames = new ArrayList<>();
    private final CompletableFuture<List<JsonObject>> untilEnd = new CompletableFuture<>();

    @Override
    public CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean last) {
      text.append(data);
      if (last) {
        frames.add(JsonParser.parseString(text.toString()).getAsJsonObject());
        text.setLength(0);
        if ("end".equals(method(frames.getLast()))) {
          untilEnd.complete(frames);
        }
      }
      socket.request(1);
      return null;
    }

    @Override
    public void onError(WebSocket socket, Throwable error) {
      untilEnd.completeExceptionally(error);
    }
  }

  private static String method(JsonObject frame) {
    return frame.has("method") ? frame.get("method").getAsString() : "";
  }

  private static URI artifact(String name) throws Exception {
    String id = served.exec("report").get("job_id").getAsString();
    return served.rpc("job.artifacts", Served.id(id)).getAsJsonArray("artifacts").asList().stream()
        .map(artifact -> artifact.getAsJsonObject())
        .filter(artifact -> artifact.get("name").getAsString().equals(name))
        .map(artifact -> URI.create(artifact.get("url").getAsString()))
        .findFirst()
        .orElseThrow();
  }

  private static HttpResponse<String> get(URI uri) throws Exception {
    return Served.CLIENT.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString());
  }
}
