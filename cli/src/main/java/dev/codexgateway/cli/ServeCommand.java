package dev.codexgateway.cli;

import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Runs the one-machine gateway until it is told to stop. */
@Command(name = "serve", description = "Run a gateway on this machine until Ctrl-C or SIGTERM.")
final class ServeCommand implements Callable<Integer> {
  private final Surroundings surroundings;

  @Mixin private ServerOptions options = new ServerOptions();

  @Option(
      names = "--port",
      paramLabel = "PORT",
      description = "Port to listen on (GATEWAY_PORT; default: 8080).")
  private Optional<String> port = Optional.empty();

  @Option(
      names = "--host",
      paramLabel = "HOST",
      description = "Address to listen on (GATEWAY_HOST; default: this machine only).")
  private Optional<String> host = Optional.empty();

  ServeCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() throws CliException, InterruptedException {
    try (var server = start();
        var _ = surroundings.interrupts().onInterrupt(server::close)) {
      server.awaitTermination();
      return ExitCode.OK;
    }
  }

  private Server.Running start() throws CliException {
    try {
      var settings = options.settings(surroundings);
      port.ifPresent(value -> settings.put("GATEWAY_PORT", value));
      host.ifPresent(value -> settings.put("GATEWAY_HOST", value));
      return surroundings.server().start(settings, surroundings.out().printStream());
    } catch (Server.FailedException e) {
      throw new CliException(ExitCode.FAILED, String.valueOf(e.getMessage()), e);
    }
  }
}
