package dev.codexgateway.cli;

import java.util.concurrent.Callable;
import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Prints the script that teaches a shell to complete this command. */
@Command(
    name = "completion",
    description = "Print a completion script for bash or zsh.",
    footer = {
      "",
      "bash: add to ~/.bashrc    source <(gateway completion bash)",
      "zsh:  add to ~/.zshrc     source <(gateway completion zsh)"
    })
final class CompletionCommand implements Callable<Integer> {
  private final Surroundings surroundings;

  @Spec private CommandSpec spec = CommandSpec.create();

  /** The same script serves both: in zsh it loads the bash emulation by itself. */
  enum Shell {
    bash,
    zsh
  }

  @SuppressWarnings("UnusedVariable") // that it is one of these is all that matters
  @Parameters(
      arity = "0..1",
      paramLabel = "SHELL",
      defaultValue = "bash",
      description = "${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).")
  private Shell shell = Shell.bash;

  CompletionCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() {
    surroundings.out().text(AutoComplete.bash("gateway", spec.root().commandLine()));
    return ExitCode.OK;
  }
}
