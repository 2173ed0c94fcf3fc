package dev.codexgateway.benchmarks.gateway;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * https://github.com/adnanh/webhook, which Debian packages: it runs a command for each request and
 * keeps nothing of it.
 */
public final class Webhook implements AutoCloseable {
  /** The hook whose requests run {@code /bin/true} and are answered when it has ended. */
  public static final String PATH = "/hooks/true";

  /** The hook that takes what {@link Pushes} makes, and runs {@code /bin/true} with two values. */
  public static final String PUSH_PATH = "/hooks/push";

  private static final String HOOKS =
      """
      [{"id": "true", "execute-command": "/bin/true", "include-command-output-in-response": true},
       {"id": "push", "execute-command": "/bin/true",
        "pass-arguments-to-command": [
          {"source": "payload", "name": "ref"},
          {"source": "payload", "name": "repository.full_name"}],
        "trigger-rule": {"and": [
          {"match": {"type": "payload-hmac-sha256", "secret": "SECRET",
                     "parameter": {"source": "header", "name": "X-Hub-Signature-256"}}},
          {"match": {"type": "value", "value": "push",
                     "parameter": {"source": "header", "name": "X-GitHub-Event"}}},
          {"match": {"type": "value", "value": "refs/heads/main",
                     "parameter": {"source": "payload", "name": "ref"}}}]}}]
      """
          .replace("SECRET", Pushes.SECRET);

  private final Program program;

  private Webhook(Program program) {
    this.program = program;
  }

  /** Where the program is; empty when it is not installed. */
  public static Optional<Path> executable() {
    return Stream.of(System.getenv("PATH").split(":"))
        .map(directory -> Path.of(directory, "webhook"))
        .filter(Files::isExecutable)
        .findFirst();
  }

  public static Webhook start(Workspace workspace, Path executable)
      throws IOException, InterruptedException {
    Path hooks = Files.writeString(workspace.newFile("hooks.json"), HOOKS);
    InetSocketAddress address = Program.freeAddress();
    Program program =
        Program.start(
            workspace,
            "webhook",
            address,
            List.of(
                executable.toString(),
                "-ip",
                address.getAddress().getHostAddress(),
                "-port",
                String.valueOf(address.getPort()),
                "-hooks",
                hooks.toString()),
            Map.of());
    program.awaitOk("/", Duration.ofSeconds(10));
    return new Webhook(program);
  }

  public InetSocketAddress address() {
    return program.address();
  }

  @Override
  public void close() throws IOException {
    program.stop(Duration.ofSeconds(5));
  }
}
