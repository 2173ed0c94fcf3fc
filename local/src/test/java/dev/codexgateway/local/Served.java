package dev.codexgateway.local;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/** A gateway on a free port, as its clients see it. */
final class Served implements AutoCloseable {
  static final String KEY = "the-admin-key-of-this-test-0123456789";
  static final HttpClient CLIENT =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  /**
   * {@code stubborn} notes SIGTERM in a file beside the one that it was told of, and ends only once
   * that one appears.
   */
  static final String CONFIGURATION =
      """
      commands:
        echo:
          executable: /bin/echo
          args: any
        report:
          executable: /bin/sh
          args: [-c, 'mkdir out; printf "<b>one</b>" > "out/page 1.html"; echo two > b.txt']
          artifacts: ['*.txt', 'out/*']
        sleep:
          executable: /bin/sh
          args: [-c, 'echo $$; exec sleep 60']
          env: {PATH: /usr/bin:/bin}
        nap:
          executable: /bin/sleep
          args: ['60']
          retry_safe: true
        stubborn:
          executable: /bin/sh
          args:
            - -c
            - 'trap ": >$1.term; while [ ! -e $1 ]; do sleep 0.02; done; exit 0" TERM; echo $$;
              while [ ! -e "$1" ]; do sleep 0.02; done; echo went on'
            - stubborn
            - slot: file
              pattern: '[A-Za-z0-9_./-]+'
          env: {PATH: /usr/bin:/bin}
          retry_safe: true
      """;

  private final LocalGateway gateway;
  private final String greeting;
  private final String key;

  private Served(LocalGateway gateway, String greeting, String key) {
    this.gateway = gateway;
    this.greeting = greeting;
    this.key = key;
  }

  /** The environment of a gateway in that directory, without an admin key. */
  static Map<String, String> environment(Path directory) throws IOException {
    Path configuration = directory.resolve("gateway.yaml");
    if (!Files.exists(configuration)) {
      Files.writeString(configuration, CONFIGURATION);
    }
    Map<String, String> env = new HashMap<>();
    env.put("GATEWAY_PORT", "0");
    env.put("GATEWAY_DATA", directory.resolve("data").toString());
    env.put("GATEWAY_CONFIG", configuration.toString());
    return env;
  }

  static Served start(Path directory) throws Exception {
    return start(directory, Map.of("GATEWAY_API_KEY", KEY));
  }

  static Served start(Path directory, Map<String, String> more) throws Exception {
    Map<String, String> env = environment(directory);
    env.putAll(more);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    LocalGateway gateway =
        LocalGateway.start(
            LocalSettings.from(env), new PrintStream(out, true, StandardCharsets.UTF_8));
    return new Served(gateway, out.toString(StandardCharsets.UTF_8), KEY);
  }

  Served withKey(String other) {
    return new Served(gateway, greeting, other);
  }

  String greeting() {
    return greeting;
  }

  LocalGateway gateway() {
    return gateway;
  }

  URI uri(String pathAndQuery) {
    return URI.create(gateway.url() + pathAndQuery);
  }

  HttpResponse<String> send(String method, String path, String body) throws Exception {
    return CLIENT.send(
        HttpRequest.newBuilder(uri(path)).method(method, BodyPublishers.ofString(body)).build(),
        BodyHandlers.ofString());
  }

  HttpResponse<String> get(String path) throws Exception {
    return CLIENT.send(HttpRequest.newBuilder(uri(path)).build(), BodyHandlers.ofString());
  }

  HttpResponse<String> post(String json) throws Exception {
    return CLIENT.send(
        HttpRequest.newBuilder(uri("/jsonrpc"))
            .header("X-API-Key", key)
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(json))
            .build(),
        BodyHandlers.ofString());
  }

  static String call(String method, String params) {
    return "{\"jsonrpc\":\"2.0\",\"method\":\"" + method + "\",\"params\":" + params + ",\"id\":1}";
  }

  /** The result of a call that succeeds. */
  JsonObject rpc(String method, String params) throws Exception {
    HttpResponse<String> response = post(call(method, params));
    assertEquals(200, response.statusCode(), response.body());
    JsonObject reply = JsonParser.parseString(response.body()).getAsJsonObject();
    assertTrue(reply.has("result"), response.body());
    return reply.getAsJsonObject("result");
  }

  /** Submits and waits for the end. */
  JsonObject exec(String command, String... args) throws Exception {
    return rpc("exec", params(command, 30, args));
  }

  String submit(String command, String... args) throws Exception {
    return rpc("exec", params(command, 0, args)).get("job_id").getAsString();
  }

  private static String params(String command, int waitSeconds, String... args) {
    JsonObject params = new JsonObject();
    params.addProperty("command", command);
    JsonArray list = new JsonArray();
    for (String arg : args) {
      list.add(arg);
    }
    params.add("args", list);
    params.addProperty("wait_seconds", waitSeconds);
    return params.toString();
  }

  JsonObject job(String id) throws Exception {
    return rpc("job.get", id(id));
  }

  static String id(String id) {
    return "{\"job_id\":\"" + id + "\"}";
  }

  /** Waits until the job has printed something, and returns it. */
  String output(String id) throws Exception {
    while (true) {
      JsonElement stdout = job(id).get("stdout");
      if (stdout != null && stdout.getAsString().endsWith("\n")) {
        return stdout.getAsString();
      }
      Thread.onSpinWait();
    }
  }

  @Override
  public void close() {
    gateway.close();
  }
}
