package dev.codexgateway.cli;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Submits a job; optionally shows it as it runs, or waits for it. */
@Command(
    name = "exec",
    description = {
      "Run one of the gateway's commands as a job.",
      "Without --watch and --wait, prints the job's id and returns at once."
    },
    footer = {
      "",
      "Options of 'exec' come before COMMAND; all that follows it goes to the command.",
      "With --watch or --wait the exit code is the job's own; 124 timed out, 125 lost,",
      "130 cancelled, 128+n ended by signal n, 75 not finished within --wait."
    })
final class ExecCommand implements Callable<Integer> {
  /** As large as a request may be. */
  private static final int MAX_STDIN_BYTES = 1 << 20;

  private final Surroundings surroundings;

  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private ConnectionOptions connection = new ConnectionOptions();

  @ArgGroup private Following following = new Following();
  @ArgGroup private StdinSource stdinSource = new StdinSource();

  @Option(
      names = "--cancel-on-interrupt",
      description = "With --watch: Ctrl-C cancels the job instead of only leaving it.")
  private boolean cancelOnInterrupt;

  @Option(
      names = "--timeout",
      paramLabel = "SECONDS",
      description = "End the job after this time (default: the command's own, or 300).")
  private Optional<Long> timeoutSeconds = Optional.empty();

  @Option(
      names = "--env",
      paramLabel = "K=V",
      description = "Set a variable that the command declares; may be repeated.")
  private Map<String, String> environment = new LinkedHashMap<>();

  @Option(
      names = "--label",
      paramLabel = "K=V",
      description = "Attach a label to find the job by; may be repeated.")
  private Map<String, String> labels = new LinkedHashMap<>();

  @Option(
      names = "--idempotency-key",
      paramLabel = "KEY",
      description = "The same key with the same parameters gives the same job for 24 hours.")
  private Optional<String> idempotencyKey = Optional.empty();

  @Option(names = "--json", description = "Print the job, or with --watch its events, as JSON.")
  private boolean json;

  @Parameters(index = "0", paramLabel = "COMMAND", description = "See 'gateway commands'.")
  private String command = "";

  @Parameters(index = "1..*", paramLabel = "ARGS", description = "Passed on as they are.")
  private List<String> args = new ArrayList<>();

  /** Either, or neither. */
  static final class Following {
    @Option(
        names = {"-w", "--watch"},
        description = "Show the output as it arrives; exit with the job's exit code.")
    private boolean watch;

    @Option(
        names = "--wait",
        paramLabel = "SECONDS",
        description = "Wait so long for the end, then show the output; exit as with --watch.")
    private Optional<Long> waitSeconds = Optional.empty();
  }

  /** Either, or neither. */
  static final class StdinSource {
    @Option(names = "--stdin", description = "Give this command's standard input to the job.")
    private boolean stdin;

    @Option(
        names = "--stdin-file",
        paramLabel = "FILE",
        description = "Give the content of a file to the job as standard input.")
    private Optional<String> file = Optional.empty();
  }

  ExecCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() throws CliException, InterruptedException {
    requirePositive("--timeout", timeoutSeconds);
    requirePositive("--wait", following.waitSeconds);
    try (GatewayClient client = connection.connect(surroundings)) {
      if (following.watch) {
        return watch(client);
      }
      if (following.waitSeconds.isPresent()) {
        return await(client, Duration.ofSeconds(following.waitSeconds.get()));
      }
      print(submit(client, Duration.ZERO));
      return ExitCode.OK;
    }
  }

  private int watch(GatewayClient client) throws CliException, InterruptedException {
    Job job = submit(client, Duration.ZERO);
    return new JobWatch(surroundings, client, job.id(), 1, json).run(cancelOnInterrupt);
  }

  private int await(GatewayClient client, Duration wait) throws CliException, InterruptedException {
    Duration first = JobCalls.shorter(wait, JobCalls.LONGEST_WAIT);
    Job job = JobCalls.awaitEnd(client, submit(client, first), wait.minus(first));
    if (json || !job.isFinished()) {
      print(job);
    } else {
      new LogPages(client, job.id()).read(1, Long.MAX_VALUE, new EventPrinter(surroundings, false));
      job.unusualEnd().ifPresent(surroundings::note);
    }
    if (!job.isFinished()) {
      surroundings.note(
          "not finished within %d s; see the rest with: gateway watch %s"
              .formatted(wait.toSeconds(), job.id()));
    }
    return job.exitCode();
  }

  private Job submit(GatewayClient client, Duration wait)
      throws CliException, InterruptedException {
    return new Job(client.call("exec", params(wait), wait));
  }

  private JsonObject params(Duration wait) throws CliException {
    JsonObject params = new JsonObject();
    params.addProperty("command", command);
    params.add("args", Json.array(args));
    Optional<String> stdin = stdin();
    stdin.ifPresent(text -> params.addProperty("stdin", text));
    if (!environment.isEmpty()) {
      params.add("env", object(environment));
    }
    if (!labels.isEmpty()) {
      params.add("labels", object(labels));
    }
    timeoutSeconds.ifPresent(seconds -> params.addProperty("timeout_seconds", seconds));
    if (wait.isPositive()) {
      params.addProperty("wait_seconds", wait.toSeconds());
    }
    idempotencyKey.ifPresent(key -> params.addProperty("idempotency_key", key));
    return params;
  }

  private Optional<String> stdin() throws CliException {
    if (stdinSource.file.isPresent()) {
      String file = stdinSource.file.get();
      try (InputStream stream = Files.newInputStream(surroundings.directory().resolve(file))) {
        return Optional.of(readText(stream, file));
      } catch (IOException e) {
        throw new CliException(ExitCode.BAD_INPUT, file + ": " + IoProblem.describe(e), e);
      }
    }
    return stdinSource.stdin
        ? Optional.of(readText(surroundings.in(), "standard input"))
        : Optional.empty();
  }

  private static String readText(InputStream stream, String source) throws CliException {
    try {
      byte[] bytes = stream.readNBytes(MAX_STDIN_BYTES + 1);
      if (bytes.length > MAX_STDIN_BYTES) {
        throw new CliException(
            ExitCode.BAD_INPUT, source + " is over 1 MiB, more than a request may carry");
      }
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      throw new CliException(ExitCode.BAD_INPUT, source + " is not valid UTF-8 text", e);
    } catch (IOException e) {
      throw new CliException(ExitCode.BAD_INPUT, source + ": " + IoProblem.describe(e), e);
    }
  }

  private void print(Job job) {
    if (json) {
      surroundings.out().json(job.json());
    } else {
      surroundings.out().line(job.id());
    }
  }

  private void requirePositive(String option, Optional<Long> seconds) {
    if (seconds.filter(n -> n <= 0).isPresent()) {
      throw new ParameterException(spec.commandLine(), option + " must be at least 1 second");
    }
  }

  private static JsonObject object(Map<String, String> values) {
    JsonObject object = new JsonObject();
    values.forEach(object::addProperty);
    return object;
  }
}
