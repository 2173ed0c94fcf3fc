package dev.codexgateway.benchmarks.gateway;

import com.google.gson.JsonObject;
import dev.codexgateway.benchmarks.load.HttpLoad;
import dev.codexgateway.benchmarks.load.LoadResult;
import dev.codexgateway.benchmarks.load.Requests;
import dev.codexgateway.benchmarks.load.RpcClient;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** A {@code ./gateway serve} of its own, on a free port. */
public final class Gateway implements AutoCloseable {
  /** Made for this load only. */
  private static final String API_KEY = "benchmark-key-that-opens-nothing-else";

  private static final Duration START_PATIENCE = Duration.ofSeconds(30);
  private static final Duration STOP_PATIENCE = Duration.ofSeconds(15);

  private final Program program;

  private Gateway(Program program) {
    this.program = program;
  }

  /** Starts one on an empty data directory and waits until it is healthy. */
  public static Gateway start(Workspace workspace, int workers)
      throws IOException, InterruptedException {
    return start(workspace, workspace.newDirectory("data"), workers);
  }

  /**
   * @param workers how many jobs run at once; 0 takes jobs in without running them
   */
  public static Gateway start(Workspace workspace, Path data, int workers)
      throws IOException, InterruptedException {
    return start(workspace, data, workers, "gateway.yaml");
  }

  /** With the hook of {@code webhook.yaml}, whose secret is {@link Pushes#SECRET}. */
  public static Gateway withHook(Workspace workspace, int workers)
      throws IOException, InterruptedException {
    return start(workspace, workspace.newDirectory("data"), workers, "webhook.yaml");
  }

  private static Gateway start(Workspace workspace, Path data, int workers, String configuration)
      throws IOException, InterruptedException {
    InetSocketAddress address = Program.freeAddress();
    Program program =
        Program.start(
            workspace,
            "gateway",
            address,
            List.of(
                workspace.repository().resolve("gateway").toString(),
                "serve",
                "--port",
                String.valueOf(address.getPort()),
                "--data",
                data.toString(),
                "--config",
                configuration(workspace, configuration).toString()),
            Map.of(
                "GATEWAY_API_KEY",
                API_KEY,
                "GATEWAY_WORKERS",
                String.valueOf(workers),
                "GATEWAY_SECRET_PUSH",
                Pushes.SECRET));
    program.awaitOk("/health", START_PATIENCE);
    return new Gateway(program);
  }

  private static Path configuration(Workspace workspace, String name) throws IOException {
    Path file = workspace.directory().resolve(name);
    if (!Files.exists(file)) {
      Files.copy(workspace.repository().resolve("benchmarks").resolve(name), file);
    }
    return file;
  }

  public InetSocketAddress address() {
    return program.address();
  }

  public String apiKey() {
    return API_KEY;
  }

  /** From the start of the command to the first 200 on {@code /health}. */
  public Duration startUp() {
    return program.startUp();
  }

  public ProcessFacts facts() throws IOException {
    return program.facts();
  }

  public RpcClient client() throws IOException {
    return new RpcClient(address(), API_KEY);
  }

  public Requests health() {
    return Requests.get("/health");
  }

  /** Submissions of {@code true}, answered at once. */
  public Requests submits() {
    return calls(Stream.of(RpcClient.body("exec", RpcClient.execParams("true"))));
  }

  /** The newest jobs. */
  public Requests lists() {
    return calls(Stream.of(RpcClient.body("job.list", new JsonObject())));
  }

  public Requests calls(Stream<String> bodies) {
    return Requests.rpc(API_KEY, bodies);
  }

  public LoadResult load(int connections, Requests requests, Duration time) throws IOException {
    return HttpLoad.closed(address(), connections, requests, time);
  }

  public LoadResult load(int connections, Requests requests, long count) throws IOException {
    return HttpLoad.closed(address(), connections, requests, count);
  }

  @Override
  public void close() throws IOException {
    program.stop(STOP_PATIENCE);
  }
}
