package dev.codexgateway.cli;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import picocli.CommandLine;
import picocli.CommandLine.Help;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.ParameterException;

/** The whole command line: which commands there are, and what becomes of errors. */
final class GatewayCommandLine {
  private final Surroundings surroundings;
  private final RootCommand root = new RootCommand();
  private final CommandLine commands;

  GatewayCommandLine(Surroundings surroundings) {
    this.surroundings = surroundings;
    this.commands = new CommandLine(root);
    add(new ServeCommand(surroundings));
    add(new CheckCommand(surroundings));
    add(exec());
    add(new WatchCommand(surroundings));
    add(new LogsCommand(surroundings));
    add(new GetCommand(surroundings));
    add(new ListCommand(surroundings));
    add(new CancelCommand(surroundings));
    add(new RetryCommand(surroundings));
    add(new ArtifactsCommand(surroundings));
    add(new CommandsCommand(surroundings));
    add(hook());
    add(new VersionCommand(surroundings));
    add(new CompletionCommand(surroundings));
    configure();
  }

  private void add(Object command) {
    commands.addSubcommand(command);
  }

  /** What follows COMMAND is the command's own, also where it looks like an option. */
  private CommandLine exec() {
    return new CommandLine(new ExecCommand(surroundings)).setStopAtPositional(true);
  }

  private CommandLine hook() {
    return new CommandLine(new HookCommand())
        .addSubcommand(new HookListCommand(surroundings))
        .addSubcommand(new DeliveriesCommand(surroundings))
        .addSubcommand(new ExplainCommand(surroundings))
        .addSubcommand(new ReplayCommand(surroundings))
        .addSubcommand(new HookTestCommand(surroundings))
        .addSubcommand(new ImportCommand(surroundings));
  }

  private void configure() {
    // Arguments are the user's own text: "@name" names no file.
    commands.setExpandAtFiles(false);
    // Given here, since picocli would otherwise load the JDK's console only to ask it.
    commands.setColorScheme(Help.defaultColorScheme(surroundings.colours() ? Ansi.ON : Ansi.OFF));
    commands.setOut(surroundings.out().writer());
    commands.setErr(new PrintWriter(surroundings.err(), true, StandardCharsets.UTF_8));
    commands.setParameterExceptionHandler((e, _) -> misused(e));
    commands.setExecutionExceptionHandler((e, _, _) -> failed(e));
  }

  /** Runs one command line and returns the exit code; throws nothing that a user could cause. */
  int run(String... args) {
    return commands.execute(args);
  }

  private int misused(ParameterException problem) {
    String command = problem.getCommandLine().getCommandSpec().qualifiedName();
    String first = String.valueOf(problem.getMessage()).lines().findFirst().orElse("");
    first = first.replaceFirst("^Error: ", "");
    surroundings.note("%s (see '%s --help')".formatted(Printable.text(first), command));
    return ExitCode.USAGE;
  }

  private int failed(Exception problem) {
    if (root.debug() || surroundings.variable("GATEWAY_DEBUG").isPresent()) {
      problem.printStackTrace(surroundings.err());
    }
    return switch (problem) {
      case CliException e -> {
        surroundings.note(String.valueOf(e.getMessage()));
        yield e.exitCode();
      }
      case Output.ClosedException e when e.isReaderGone() -> ExitCode.BROKEN_PIPE;
      case Output.ClosedException e -> {
        surroundings.note("standard output: " + IoProblem.describe(e.reason()));
        yield ExitCode.OUTPUT;
      }
      case InterruptedException _ -> ExitCode.INTERRUPTED;
      default -> {
        surroundings.note("internal error: %s (--debug shows where)".formatted(problem));
        yield ExitCode.INTERNAL;
      }
    };
  }
}
