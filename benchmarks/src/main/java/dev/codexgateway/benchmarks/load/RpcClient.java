package dev.codexgateway.benchmarks.load;

import com.google.gson.Gson;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.time.Instant;

/** One call after the other over one connection, with the wall-clock time of each. */
public final class RpcClient implements AutoCloseable {
  private final SocketChannel channel;
  private final String apiKey;
  private final Response response = new Response();

  /**
   * A call's result.
   *
   * @param sentAt just before the request was written
   * @param receivedAt when the response was read
   */
  public record Answer(JsonObject result, Instant sentAt, Instant receivedAt) {
    public String text(String member) {
      return result.get(member).getAsString();
    }
  }

  public RpcClient(InetSocketAddress server, String apiKey) throws IOException {
    this.channel = SocketChannel.open(server);
    this.apiKey = apiKey;
    channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
  }

  public Answer call(String method, JsonObject params) throws IOException {
    ByteBuffer request = ByteBuffer.wrap(Requests.rpc(apiKey, body(method, params)));
    response.clear();
    Instant sentAt = Instant.now();
    while (request.hasRemaining()) {
      channel.write(request);
    }
    while (!response.read(channel)) {
      // The rest is still to come.
    }
    Instant receivedAt = Instant.now();
    if (!response.isGood()) {
      throw new IOException(method + " was answered with " + response);
    }
    JsonObject body = JsonParser.parseString(response.body()).getAsJsonObject();
    return new Answer(body.getAsJsonObject("result"), sentAt, receivedAt);
  }

  /** Submits a job. */
  public Answer exec(String command, String... args) throws IOException {
    return call("exec", execParams(command, args));
  }

  /** Waits until the job has ended. */
  public Answer await(String jobId) throws IOException {
    JsonObject params = new JsonObject();
    params.addProperty("job_id", jobId);
    params.addProperty("timeout_seconds", 30);
    Answer answer = call("job.wait", params);
    if (!answer.result().has("finished_at")) {
      throw new IOException(jobId + " has not ended after 30 s: " + answer.text("state"));
    }
    return answer;
  }

  /** The text of a request, as {@link Requests#rpc} takes it. */
  public static String body(String method, JsonObject params) {
    JsonObject call = new JsonObject();
    call.addProperty("jsonrpc", "2.0");
    call.addProperty("method", method);
    call.add("params", params);
    call.addProperty("id", 1);
    return call.toString();
  }

  public static JsonObject execParams(String command, String... args) {
    JsonObject params = new JsonObject();
    params.addProperty("command", command);
    if (args.length > 0) {
      params.add("args", new Gson().toJsonTree(args));
    }
    return params;
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
