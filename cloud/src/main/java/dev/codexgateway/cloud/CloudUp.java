package dev.codexgateway.cloud;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Entry point of {@code dev/cloud-up}. */
@Command(
    name = "dev/cloud-up",
    sortOptions = false,
    description = {
      "Runs the shape of a Google Cloud deployment on this machine: both emulators, stand-ins for"
          + " Cloud Storage and Secret Manager, each function and each relay as a process of its"
          + " own, and a front on one port. Ctrl-C takes all of it down.",
      ""
    },
    footer = {
      "",
      "GATEWAY_API_KEY is the admin key; without it one is made and printed. Other settings that"
          + " begin with GATEWAY_ are handed to the functions and relays."
    })
public final class CloudUp implements Callable<Integer> {
  private static final int FAILED = 1;
  private static final int USAGE = 2;
  private static final int KEY_BYTES = 32;
  private static final int MOST = 16;
  private static final String API_KEY = "GATEWAY_API_KEY";

  @Option(names = "--workers", paramLabel = "N", defaultValue = "2", description = "default: 2")
  private int workers;

  @Option(names = "--relays", paramLabel = "N", defaultValue = "2", description = "default: 2")
  private int relays;

  @Option(
      names = "--port",
      paramLabel = "P",
      defaultValue = "8080",
      description = "of the front; 0 is any that is free; default: 8080")
  private int port;

  @Option(
      names = "--host",
      defaultValue = "127.0.0.1",
      description = "address on which the front listens; default: 127.0.0.1")
  private String host = "";

  @Option(
      names = "--data",
      paramLabel = "DIR",
      description = "for logs and work directories; default: a temporary directory")
  private @Nullable Path data;

  @Option(
      names = "--config",
      paramLabel = "FILE",
      description = "default: gateway.yaml here, or the one of the checkout")
  private @Nullable Path config;

  @Option(
      names = "--sweep-seconds",
      paramLabel = "S",
      defaultValue = "60",
      description = "pause between calls of the sweeper; default: 60")
  private int sweepSeconds;

  @Option(names = "--keep", description = "keep the temporary directory at the end")
  private boolean keep;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "show this")
  @SuppressWarnings("UnusedVariable") // picocli itself looks at it
  private boolean help;

  @Spec private CommandSpec spec = CommandSpec.create();

  private final Map<String, String> env;
  private final Path root;
  private final Terminal terminal;

  CloudUp(Map<String, String> env, Path root, Terminal terminal) {
    this.env = Map.copyOf(env);
    this.root = root;
    this.terminal = terminal;
  }

  public static void main(String[] args) {
    PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    Terminal terminal = new Terminal(out, Boolean.getBoolean("gateway.terminal"));
    Path root = Path.of(System.getProperty("gateway.root", "")).toAbsolutePath();
    System.exit(commandLine(new CloudUp(System.getenv(), root, terminal)).execute(args));
  }

  static CommandLine commandLine(CloudUp cloudUp) {
    return new CommandLine(cloudUp)
        .setUsageHelpAutoWidth(true)
        .setParameterExceptionHandler((problem, _) -> refuse(problem));
  }

  private static int refuse(ParameterException problem) {
    problem.getCommandLine().getErr().println("cloud-up: " + problem.getMessage());
    return USAGE;
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    try {
      run();
      return FAILED;
    } catch (IOException | IllegalStateException e) {
      terminal.problem("cloud-up: " + e.getMessage());
      return FAILED;
    }
  }

  /** Returns never; a signal ends the process. */
  private void run() throws IOException, InterruptedException {
    check();
    Path directory = directory();
    String key = Optional.ofNullable(env.get(API_KEY)).orElseGet(CloudUp::newKey);
    CloudShape shape = CloudShape.start(settings(directory, key), root, terminal::progress);
    Runtime.getRuntime()
        .addShutdownHook(Thread.ofPlatform().unstarted(() -> stop(shape, directory)));
    terminal.print(Greeting.of(shape.url(), directory, env.containsKey(API_KEY), key));
    new CountDownLatch(1).await();
  }

  private void check() {
    require(workers >= 1 && workers <= MOST, "--workers must be from 1 to " + MOST);
    require(relays >= 1 && relays <= MOST, "--relays must be from 1 to " + MOST);
    require(port >= 0 && port <= 65_535, "--port must be from 0 to 65535");
    require(sweepSeconds >= 1, "--sweep-seconds must be 1 or more");
    require(Files.isReadable(config()), "no configuration at " + config());
    int least = CloudSettings.MIN_ADMIN_KEY_CHARS;
    require(
        Optional.ofNullable(env.get(API_KEY)).filter(key -> key.length() < least).isEmpty(),
        API_KEY + " must have at least " + least + " characters");
  }

  private void require(boolean holds, String problem) {
    if (!holds) {
      throw new ParameterException(spec.commandLine(), problem);
    }
  }

  private Path config() {
    Path here = Path.of("gateway.yaml").toAbsolutePath();
    Path otherwise = Files.exists(here) ? here : root.resolve("gateway.yaml");
    return config == null ? otherwise : config.toAbsolutePath();
  }

  private Path directory() throws IOException {
    return data == null
        ? Files.createTempDirectory("cloud-up-")
        : Files.createDirectories(data.toAbsolutePath());
  }

  private static String newKey() {
    byte[] bytes = new byte[KEY_BYTES];
    new SecureRandom().nextBytes(bytes);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  private CloudSettings settings(Path directory, String key) {
    Map<String, String> handedOn = new HashMap<>(env);
    handedOn.keySet().removeIf(name -> !name.startsWith("GATEWAY_") || name.equals(API_KEY));
    Duration sweepEvery = Duration.ofSeconds(sweepSeconds);
    return new CloudSettings(
        host, port, workers, relays, directory, config(), key, sweepEvery, handedOn, List.of());
  }

  private void stop(CloudShape shape, Path directory) {
    terminal.progress("stopping");
    shape.close();
    if (data == null && !keep) {
      Trees.delete(directory);
    }
    terminal.progress("stopped");
  }
}
