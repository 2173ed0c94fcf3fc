package dev.codexgateway.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code gateway hook} without a subcommand: only tells which there are. */
@Command(
    name = "hook",
    description = "Look at webhooks and their deliveries, try them, replay them.",
    synopsisSubcommandLabel = "COMMAND",
    footer = {
      "",
      "Examples:",
      "  gateway hook list",
      "  gateway hook deliveries push --verdict unwanted",
      "  gateway hook explain dlv_01k9zv3e0f8q2r7w5x1c4n6m9b",
      "  gateway hook replay --dry-run dlv_01k9zv3e0f8q2r7w5x1c4n6m9b",
      "  gateway hook test push --event push --body push.json --secret-file push.secret",
      "  gateway hook import hooks.json --output gateway.yaml"
    })
final class HookCommand implements Runnable {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "a command is missing");
  }
}
