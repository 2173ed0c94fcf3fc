package dev.codexgateway.cli;

import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code --from N}: where in the numbered log to begin. */
final class FromOption {
  @Spec(Spec.Target.MIXEE)
  private CommandSpec command = CommandSpec.create();

  private long seq = 1;

  @Option(
      names = "--from",
      paramLabel = "N",
      defaultValue = "1",
      description = "Number of the first event (default: ${DEFAULT-VALUE}, the start).")
  void setSeq(long seq) {
    if (seq < 1) {
      throw new ParameterException(command.commandLine(), "--from must be 1 or more");
    }
    this.seq = seq;
  }

  long seq() {
    return seq;
  }
}
