package dev.codexgateway.cli.importer;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** What there is to say about one hook. */
final class Notes {
  private final String hook;
  private final Set<Note> notes = new LinkedHashSet<>();

  Notes(String hook) {
    this.hook = hook;
  }

  /** In the order in which they are shown. */
  enum Kind {
    NOT_IMPORTED("not imported"),
    TO_DO("to do"),
    DIFFERENT("different"),
    WITHOUT_COUNTERPART("no counterpart");

    private final String shown;

    Kind(String shown) {
      this.shown = shown;
    }

    String shown() {
      return shown;
    }
  }

  record Note(Kind kind, String hook, String text) {
    /** One line. */
    @Override
    public String toString() {
      return Texts.line(hook + ": " + kind.shown() + ": " + text);
    }
  }

  void toDo(String text) {
    add(Kind.TO_DO, text);
  }

  void differs(String text) {
    add(Kind.DIFFERENT, text);
  }

  void without(String text) {
    add(Kind.WITHOUT_COUNTERPART, text);
  }

  /** Of a hook that is not imported nothing else is worth saying. */
  void notImported(String reason) {
    notes.clear();
    add(Kind.NOT_IMPORTED, reason);
  }

  private void add(Kind kind, String text) {
    notes.add(new Note(kind, hook, text));
  }

  List<Note> all() {
    return List.copyOf(notes);
  }
}
