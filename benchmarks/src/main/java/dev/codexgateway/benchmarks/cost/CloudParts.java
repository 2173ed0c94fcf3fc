package dev.codexgateway.benchmarks.cost;

import com.google.gson.Gson;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.codexgateway.benchmarks.cost.CallCounter.Count;
import dev.codexgateway.benchmarks.gateway.StandIns;
import dev.codexgateway.core.config.ConfigException;
import dev.codexgateway.core.config.GatewayConfig;
import dev.codexgateway.core.job.JobId;
import dev.codexgateway.core.platform.Platform;
import dev.codexgateway.functions.jsonrpc.JsonRpcFunction;
import dev.codexgateway.functions.worker.Sweeper;
import dev.codexgateway.functions.worker.Worker;
import dev.codexgateway.functions.worker.WorkerSettings;
import dev.codexgateway.functions.worker.process.ProcessRunner;
import dev.codexgateway.gcp.GcpPlatformProvider;
import dev.codexgateway.relay.PortUnavailableException;
import dev.codexgateway.relay.RelayServer;
import dev.codexgateway.relay.RelaySettings;
import dev.codexgateway.relay.Watching;
import dev.codexgateway.testkit.http.FakeRequest;
import dev.codexgateway.testkit.http.FakeResponse;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The intake, a worker and a relay on Google's real clients against the emulators, each with
 * clients and a counter of its own. Pub/Sub does not push here: {@link #work} is what it would do.
 */
final class CloudParts implements AutoCloseable {
  private static final Duration LEASE = Duration.ofSeconds(30);
  private static final Duration PUSH_BUDGET = Duration.ofSeconds(540);
  private static final int SWEEP_LIMIT = 1_000;
  private static final String CONFIG =
      """
      commands:
        echo:
          executable: /bin/echo
          args: any
        chatty:
          executable: /bin/sh
          args: [-c, 'for i in 1 2 3 4; do echo $i; sleep 0.6; done']
      """;

  private final StandIns standIns = new StandIns();
  private final CallCounter intakeCalls = new CallCounter();
  private final CallCounter workerCalls = new CallCounter();
  private final CallCounter relayCalls = new CallCounter();
  private final HttpClient http = HttpClient.newHttpClient();
  private final List<Platform> platforms;
  private final JsonRpcFunction intake;
  private final Worker worker;
  private final Sweeper sweeper;
  private final RelayServer relay;

  CloudParts(Path workDirectory) throws IOException, InterruptedException {
    standIns.createTopics();
    Platform forIntake = open(intakeCalls);
    Platform forWorker = open(workerCalls);
    Platform forRelay = open(relayCalls);
    platforms = List.of(forIntake, forWorker, forRelay);
    GatewayConfig config = config();
    intake = new JsonRpcFunction(forIntake, config);
    worker =
        new Worker(
            forWorker,
            config.commands(),
            new ProcessRunner("benchmark"),
            WorkerSettings.cloud(workDirectory, LEASE, PUSH_BUDGET));
    sweeper = new Sweeper(forWorker.jobs(), forWorker.queue(), forWorker.clock(), SWEEP_LIMIT);
    relay = relay(forRelay);
  }

  private static GatewayConfig config() {
    try {
      return GatewayConfig.parse("gateway.yaml", CONFIG);
    } catch (ConfigException e) {
      throw new IllegalStateException(e);
    }
  }

  private static RelayServer relay(Platform platform) throws IOException {
    try {
      return RelayServer.start(
          RelaySettings.DEFAULTS.withAddress("127.0.0.1", 0),
          Watching.of(platform),
          new NothingElse());
    } catch (PortUnavailableException e) {
      throw new IOException(e);
    }
  }

  private Platform open(CallCounter counter) {
    return new GcpPlatformProvider().open(new TreeMap<>(standIns.env()), counter);
  }

  /** Of all parts together, so far. */
  Count total() {
    return Stream.of(intakeCalls, workerCalls, relayCalls)
        .map(CallCounter::count)
        .reduce(new Count(0, 0, 0), Count::plus);
  }

  /**
   * @return the result
   */
  JsonObject call(String method, Map<String, Object> params) {
    JsonObject request = new JsonObject();
    request.addProperty("jsonrpc", "2.0");
    request.addProperty("method", method);
    request.add("params", new Gson().toJsonTree(params));
    request.addProperty("id", 1);
    FakeResponse response = new FakeResponse();
    try {
      intake.service(
          FakeRequest.post("/jsonrpc", request.toString()).header("X-API-Key", StandIns.KEY),
          response);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
    return Optional.ofNullable(response.json().get("result"))
        .map(JsonElement::getAsJsonObject)
        .orElseThrow(() -> new IllegalStateException(response.text()));
  }

  JobId exec(String command, Map<String, Object> more) {
    Map<String, Object> params = new TreeMap<>(more);
    params.put("command", command);
    return new JobId(call("exec", params).get("job_id").getAsString());
  }

  /** As a push of the job's bell. */
  void work(JobId id) {
    worker.handle(id);
  }

  void sweep() {
    sweeper.sweep(Duration.ofMinutes(1));
  }

  /** Follows the log from its beginning. Returns once the replay has reached live. */
  Watch watch(JobId id) throws InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(
                URI.create("http://127.0.0.1:" + relay.port() + "/events/" + id + "?from=1"))
            .header("X-API-Key", StandIns.KEY)
            .build();
    Watch watch = new Watch(http.sendAsync(request, BodyHandlers.ofLines()));
    watch.awaitLive();
    return watch;
  }

  @Override
  public void close() {
    http.shutdownNow();
    relay.close();
    worker.close();
    platforms.forEach(Platform::close);
    standIns.close();
  }
}
