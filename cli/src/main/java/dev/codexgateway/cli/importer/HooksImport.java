package dev.codexgateway.cli.importer;

import dev.codexgateway.cli.importer.Conversion.Converted;
import dev.codexgateway.cli.importer.Conversion.Impossible;
import dev.codexgateway.cli.importer.Notes.Kind;
import dev.codexgateway.cli.importer.Notes.Note;
import dev.codexgateway.core.config.ConfigException;
import dev.codexgateway.core.config.GatewayConfig;
import dev.codexgateway.hooks.Hooks;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Turns a hooks file of adnanh/webhook into a {@code gateway.yaml}. */
public final class HooksImport {
  private final String file;
  private final Probe probe = new Probe();
  private final List<Note> notes = new ArrayList<>();
  private final List<Converted> converted = new ArrayList<>();

  private HooksImport(String file) {
    this.file = file;
  }

  /**
   * What became of the file.
   *
   * @param yaml a configuration without problems, which tells all the notes in its comments
   * @param notes one line each: what is left to do, is different, or has no counterpart
   * @param refused how many hooks could not be imported
   */
  public record Result(String yaml, List<String> notes, int refused) {
    public Result {
      notes = List.copyOf(notes);
    }
  }

  /**
   * @param file its name, for the comment
   * @throws ImportException where the text is no such file
   */
  public static Result convert(String file, String text) throws ImportException {
    HooksImport run = new HooksImport(file);
    for (SourceHook hook : SourceReader.read(text)) {
      run.add(hook);
    }
    return run.result();
  }

  private void add(SourceHook hook) {
    Notes about = new Notes(hook.id());
    try {
      Converted result = new Conversion(hook, about, probe).convert();
      Optional<String> flaw = flaw(result);
      if (flaw.isPresent()) {
        about.notImported(flaw.get());
      } else {
        converted.add(result);
      }
    } catch (Impossible e) {
      about.notImported(String.valueOf(e.getMessage()));
    }
    notes.addAll(about.all());
  }

  /** What the gateway would say of it, also beside those that are converted already. */
  private Optional<String> flaw(Converted candidate) {
    boolean isTaken = converted.stream().anyMatch(other -> other.name().equals(candidate.name()));
    if (isTaken) {
      return Optional.of("another hook is called " + candidate.name() + " already");
    }
    try {
      Hooks.compile(GatewayConfig.parse(file, yaml(List.of(candidate))));
      return Optional.empty();
    } catch (ConfigException e) {
      return Optional.of(
          e.problems().stream()
              .map(problem -> problem.path() + " " + problem.reason())
              .collect(Collectors.joining("; ")));
    }
  }

  private Result result() {
    notes.sort(Comparator.comparing(Note::kind));
    List<String> lines = notes.stream().map(Note::toString).toList();
    int refused = (int) notes.stream().filter(note -> note.kind() == Kind.NOT_IMPORTED).count();
    return new Result(comment(lines) + yaml(converted), lines, refused);
  }

  private String comment(List<String> lines) {
    StringBuilder comment = new StringBuilder();
    comment.append("# Made by 'gateway hook import' from ").append(Texts.line(file)).append(".\n");
    comment.append("# Senders call POST /webhook/NAME in place of /hooks/NAME. Commands get the\n");
    comment.append("# variables below and nothing else of the gateway's environment.\n");
    lines.forEach(line -> comment.append("# - ").append(line).append('\n'));
    return comment.toString();
  }

  private static String yaml(List<Converted> hooks) {
    StringBuilder yaml = new StringBuilder();
    section(yaml, "commands", hooks.stream().map(Converted::command).toList());
    section(yaml, "hooks", hooks.stream().map(Converted::hook).toList());
    return yaml.toString();
  }

  private static void section(StringBuilder yaml, String name, List<List<String>> members) {
    yaml.append(name).append(members.isEmpty() ? ": {}\n" : ":\n");
    for (List<String> lines : members) {
      lines.forEach(line -> yaml.append(line).append('\n'));
    }
  }
}
