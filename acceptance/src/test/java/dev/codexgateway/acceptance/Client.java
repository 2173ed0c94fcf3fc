package dev.codexgateway.acceptance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Speaks HTTP to a gateway with one key. Waits as long as a rate limit asks it to. */
public final class Client {
  /** Longer than anything here takes, so that only what hangs meets it. */
  public static final Duration PATIENCE = Duration.ofSeconds(120);

  private static final int BUSY_TRIES = 10;

  private static final HttpClient HTTP =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(20))
          .build();

  private final Target target;
  private final Optional<String> key;

  private Client(Target target, Optional<String> key) {
    this.target = target;
    this.key = key;
  }

  public static Client admin(Target target) {
    return new Client(target, Optional.of(target.adminKey()));
  }

  public Client withKey(String other) {
    return new Client(target, Optional.of(other));
  }

  public Client withoutKey() {
    return new Client(target, Optional.empty());
  }

  public static HttpClient http() {
    return HTTP;
  }

  public Target target() {
    return target;
  }

  public Optional<String> key() {
    return key;
  }

  public HttpRequest.Builder request(String path) {
    HttpRequest.Builder request = HttpRequest.newBuilder(target.uri(path)).timeout(PATIENCE);
    key.ifPresent(text -> request.header("X-API-Key", text));
    return request;
  }

  public static Answer send(HttpRequest.Builder request) throws IOException, InterruptedException {
    return Answer.of(send(request, BodyHandlers.ofString()));
  }

  public static HttpResponse<byte[]> download(URI url) throws IOException, InterruptedException {
    return send(HttpRequest.newBuilder(url).timeout(PATIENCE), BodyHandlers.ofByteArray());
  }

  private static <T> HttpResponse<T> send(HttpRequest.Builder request, BodyHandler<T> handler)
      throws IOException, InterruptedException {
    while (true) {
      HttpResponse<T> response = HTTP.send(request.build(), handler);
      if (response.statusCode() != 429) {
        return response;
      }
      Thread.sleep(
          Duration.ofSeconds(response.headers().firstValueAsLong("Retry-After").orElse(1)));
    }
  }

  public HttpRequest.Builder post(String body) {
    return request("/jsonrpc")
        .header("Content-Type", "application/json")
        .POST(BodyPublishers.ofString(body));
  }

  public static String call(Object id, String method, JsonObject params) {
    return Json.object("jsonrpc", "2.0", "id", id, "method", method, "params", params).toString();
  }

  public static String notification(String method, JsonObject params) {
    return Json.object("jsonrpc", "2.0", "method", method, "params", params).toString();
  }

  public Answer call(String method, JsonObject params) throws IOException, InterruptedException {
    return send(post(call(1, method, params)));
  }

  /**
   * For calls that must succeed. A store that is late on a busy machine is answered with 503, which
   * says that nothing was taken in and that the caller is to try again.
   */
  public JsonObject result(String method, Object... params)
      throws IOException, InterruptedException {
    Answer answer = call(method, Json.object(params));
    for (int i = 0; answer.status() == 503 && i < BUSY_TRIES; i++) {
      Thread.sleep(Duration.ofSeconds(1));
      answer = call(method, Json.object(params));
    }
    return resultOf(method, answer);
  }

  private static JsonObject resultOf(String method, Answer answer) {
    JsonObject result = answer.json().getAsJsonObject("result");
    assertTrue(answer.status() == 200 && result != null, () -> method + ": " + answer);
    return result;
  }

  /** For calls that must fail with this code, and returns the error. */
  public JsonObject error(int code, String method, Object... params)
      throws IOException, InterruptedException {
    Answer answer = call(method, Json.object(params));
    JsonObject error = answer.json().getAsJsonObject("error");
    assertTrue(error != null, () -> method + ": " + answer);
    assertEquals(code, error.get("code").getAsInt(), () -> method + ": " + answer);
    return error;
  }

  /** Returns the job's id. */
  public String submit(String command, String... args) throws IOException, InterruptedException {
    return Json.id(result("exec", "command", command, "args", List.of(args)));
  }

  public JsonObject job(String id) throws IOException, InterruptedException {
    return result("job.get", "job_id", id);
  }

  /** The job once it has ended. */
  public JsonObject ended(String id) throws IOException, InterruptedException {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    JsonObject job = result("job.wait", "job_id", id, "timeout_seconds", 10);
    while (!Json.isTerminal(job)) {
      assertTrue(System.nanoTime() < deadline, "has not ended: " + job);
      job = result("job.wait", "job_id", id, "timeout_seconds", 10);
    }
    return job;
  }

  /** Submits and waits for the end. */
  public JsonObject run(String command, String... args) throws IOException, InterruptedException {
    return ended(submit(command, args));
  }

  /** Returns once the job's output begins so. */
  public void awaitOutput(String id, String start) throws Exception {
    Wait.until(
        id + " prints " + start.strip(),
        PATIENCE,
        () -> {
          JsonObject job = job(id);
          return job.has("stdout") && Json.string(job, "stdout").startsWith(start);
        });
  }

  /** The whole log of a job that has ended. */
  public List<JsonObject> log(String id) throws IOException, InterruptedException {
    return JobLog.read(this, id, 1000);
  }
}
