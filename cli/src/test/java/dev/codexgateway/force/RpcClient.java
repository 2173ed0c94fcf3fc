package dev.codexgateway.force;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Optional;

/** Speaks JSON-RPC to a gateway that may be gone at any moment. */
final class RpcClient implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(40);

  private final Site site;
  private final HttpClient http =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(5))
          .build();

  RpcClient(Site site) {
    this.site = site;
  }

  /** What came of a call. */
  sealed interface Reply {
    record Result(JsonObject json) implements Reply {}

    /**
     * An answer, but no result.
     *
     * @param code of the JSON-RPC error; 0 where the body is none
     */
    record Refused(int status, int code, Optional<String> retryAfter, String body)
        implements Reply {}

    /** No answer: the call may have been carried out or not. */
    record Unanswered(IOException cause) implements Reply {}
  }

  Reply call(String method, JsonObject params) throws InterruptedException {
    JsonObject call = new JsonObject();
    call.addProperty("jsonrpc", "2.0");
    call.addProperty("method", method);
    call.add("params", params);
    call.addProperty("id", 1);
    HttpRequest request =
        HttpRequest.newBuilder(site.uri("/jsonrpc"))
            .timeout(PATIENCE)
            .header("X-API-Key", Site.KEY)
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(call.toString()))
            .build();
    try {
      return reply(http.send(request, BodyHandlers.ofString()));
    } catch (IOException e) {
      return new Reply.Unanswered(e);
    }
  }

  private static Reply reply(HttpResponse<String> response) {
    Optional<JsonObject> json = parse(response.body());
    Optional<JsonElement> result = json.map(body -> body.get("result"));
    if (response.statusCode() == 200 && result.isPresent()) {
      return new Reply.Result(result.get().getAsJsonObject());
    }
    int code =
        json.map(body -> body.get("error"))
            .filter(JsonElement::isJsonObject)
            .map(error -> error.getAsJsonObject().get("code").getAsInt())
            .orElse(0);
    return new Reply.Refused(
        response.statusCode(), code, response.headers().firstValue("Retry-After"), response.body());
  }

  private static Optional<JsonObject> parse(String body) {
    try {
      return Optional.of(JsonParser.parseString(body))
          .filter(JsonElement::isJsonObject)
          .map(JsonElement::getAsJsonObject);
    } catch (RuntimeException _) {
      return Optional.empty();
    }
  }

  /**
   * For calls that must succeed.
   *
   * @throws AssertionError where there is no result
   */
  JsonObject result(String method, JsonObject params) throws InterruptedException {
    Reply reply = call(method, params);
    if (reply instanceof Reply.Result(JsonObject json)) {
      return json;
    }
    throw new AssertionError(method + " " + params + ": " + reply);
  }

  /** Submits a job that must be accepted; returns its id. */
  String submit(Submission submission) throws InterruptedException {
    return result("exec", submission.params()).get("job_id").getAsString();
  }

  JsonObject job(String jobId) throws InterruptedException {
    return result("job.get", Json.object("job_id", jobId));
  }

  String state(String jobId) throws InterruptedException {
    return job(jobId).get("state").getAsString();
  }

  /** Waits until no job is queued or running. */
  void awaitSettled(Duration atMost) throws InterruptedException {
    Wait.until("all jobs have ended", atMost, () -> isEmpty("queued") && isEmpty("running"));
  }

  private boolean isEmpty(String state) throws InterruptedException {
    JsonObject params = Json.object("state", state);
    params.addProperty("limit", 1);
    return call("job.list", params) instanceof Reply.Result(JsonObject json)
        && json.getAsJsonArray("jobs").isEmpty();
  }

  @Override
  public void close() {
    http.shutdownNow();
  }
}
