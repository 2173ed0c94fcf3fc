package dev.codexgateway.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Looks for problems in the configuration. */
@Command(
    name = "check",
    description = "Check the configuration that 'serve' would use, and report every problem.")
final class CheckCommand implements Callable<Integer> {
  private final Surroundings surroundings;

  @Mixin private ServerOptions options = new ServerOptions();

  CheckCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() throws CliException {
    try {
      surroundings.server().check(options.settings(surroundings), surroundings.out().printStream());
      return ExitCode.OK;
    } catch (Server.FailedException e) {
      throw new CliException(ExitCode.CONFIG, String.valueOf(e.getMessage()), e);
    }
  }
}
