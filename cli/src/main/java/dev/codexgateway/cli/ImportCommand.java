package dev.codexgateway.cli;

import dev.codexgateway.cli.importer.HooksImport;
import dev.codexgateway.cli.importer.ImportException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Makes a {@code gateway.yaml} of a configuration of adnanh/webhook. */
@Command(
    name = "import",
    description = {
      "Make a gateway.yaml of the hooks file of adnanh/webhook, in JSON or YAML.",
      "Whatever has no counterpart is listed on stderr and in the file's comment. Secrets",
      "are not copied; the list says which secret each hook needs. Exit code 1: some hooks",
      "could not be imported."
    },
    footer = {
      "",
      "Examples:",
      "  gateway hook import hooks.json > gateway.yaml",
      "  gateway hook import hooks.yaml --output gateway.yaml && gateway check"
    })
final class ImportCommand implements Callable<Integer> {
  private final Surroundings surroundings;

  @Parameters(index = "0", paramLabel = "FILE", description = "The hooks file; - is stdin.")
  private String file = "";

  @Option(
      names = "--output",
      paramLabel = "FILE",
      description = "Where to write; must not exist yet (default: standard output).")
  private Optional<String> output = Optional.empty();

  ImportCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() throws CliException {
    String text = new String(new BodyFile(file).read(surroundings), StandardCharsets.UTF_8);
    HooksImport.Result result = imported(text);
    if (output.isPresent()) {
      write(surroundings.directory().resolve(output.get()), result.yaml());
    } else {
      surroundings.out().text(result.yaml());
    }
    result.notes().forEach(note -> surroundings.note(Printable.text(note)));
    return result.refused() == 0 ? ExitCode.OK : ExitCode.FAILED;
  }

  private HooksImport.Result imported(String text) throws CliException {
    try {
      return HooksImport.convert(file.equals("-") ? "standard input" : file, text);
    } catch (ImportException e) {
      throw new CliException(ExitCode.BAD_INPUT, Printable.text(file + ": " + e.getMessage()), e);
    }
  }

  private static void write(Path path, String yaml) throws CliException {
    try {
      Files.writeString(path, yaml, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    } catch (FileAlreadyExistsException e) {
      throw new CliException(ExitCode.OUTPUT, path + " exists already", e);
    } catch (IOException e) {
      throw new CliException(ExitCode.OUTPUT, path + ": " + IoProblem.describe(e), e);
    }
  }
}
