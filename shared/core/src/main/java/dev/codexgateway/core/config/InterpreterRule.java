package dev.codexgateway.core.config;

import dev.codexgateway.core.command.SlotType;
import dev.codexgateway.core.command.Word;
import dev.codexgateway.core.config.Interpreter.Options;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Refuses commands whose program a caller could choose: an interpreter whose program is not fixed
 * would run anything, and one without a program takes it from standard input, which callers may
 * give. It guards against oversight, not against the author of the configuration: a fixed script
 * that evaluates its arguments passes.
 */
final class InterpreterRule {
  private static final Pattern CLASS_NAME = Pattern.compile("[\\p{L}_$][\\p{L}\\p{N}_$./]*");
  private static final Set<String> HARMLESS = Set.of("--version", "--help", "-version");

  /** Modules of Python that run the program that they are told. */
  private static final Set<String> PYTHON_RUNNERS =
      Set.of(
          "asyncio",
          "bdb",
          "cProfile",
          "code",
          "doctest",
          "idlelib",
          "pdb",
          "pip",
          "profile",
          "runpy",
          "timeit",
          "trace",
          "unittest",
          "IPython");

  private InterpreterRule() {}

  /** What is wrong with the words; empty where nothing is, or where the executable only works. */
  static Optional<String> flaw(Path executable, List<Word> words) {
    String given = fileName(executable);
    String real = realName(executable);
    Optional<String> flaw = flaw(given, words);
    // A multi-call binary does what the name of the link says.
    boolean sameWork =
        real.equals(given) || Interpreter.named(real).equals(Optional.of(Interpreter.MULTI_CALL));
    return sameWork ? flaw : flaw.or(() -> flaw(real, words));
  }

  private static String fileName(Path path) {
    return Optional.ofNullable(path.normalize().getFileName()).map(Path::toString).orElse("");
  }

  /** The name behind symbolic links, as far as this machine has the file. */
  private static String realName(Path path) {
    try {
      return fileName(path.toRealPath());
    } catch (IOException e) {
      return fileName(path);
    }
  }

  private static Optional<String> flaw(String name, List<Word> words) {
    return Interpreter.named(name)
        .filter(_ -> !asksAboutItself(words))
        .flatMap(family -> flaw(name, family, words));
  }

  private static boolean asksAboutItself(List<Word> words) {
    return words.size() == 1
        && words.getFirst() instanceof Word.Fixed(String text)
        && HARMLESS.contains(text);
  }

  private static Optional<String> flaw(String name, Interpreter family, List<Word> words) {
    return switch (family) {
      case READER ->
          Optional.of(name + " takes commands or arguments from standard input, past this policy");
      case WRAPPER ->
          words.stream().allMatch(Word.Fixed.class::isInstance)
              ? Optional.empty()
              : Optional.of(name + " would run a caller's value; it may have fixed words only");
      case LAUNCHER, MULTI_CALL ->
          words.isEmpty() ? Optional.empty() : program(name, family, words);
      case SHELL, FISH, PYTHON, PERL, RUBY, NODE, PHP, DENO, JAVA, SCRIPT_ONLY, AWK, SED ->
          program(name, family, words);
    };
  }

  /** Walks over the options to the program. */
  private static Optional<String> program(String name, Interpreter family, List<Word> words) {
    for (int i = 0; i < words.size(); i++) {
      if (!(words.get(i) instanceof Word.Fixed(String word))) {
        return notFixed(name);
      }
      List<Word> after = words.subList(i + 1, words.size());
      if (family.isInline(word)) {
        return inline(name, family, word, after);
      }
      if (family.isValued(word)) {
        if (after.isEmpty() || !(after.getFirst() instanceof Word.Fixed)) {
          return notFixed(name);
        }
        i++;
      } else if (!family.isFlag(word)) {
        return operand(name, family, word, after);
      }
    }
    return notFixed(name);
  }

  private static Optional<String> inline(
      String name, Interpreter family, String option, List<Word> after) {
    boolean isFixed =
        !after.isEmpty()
            && after.getFirst() instanceof Word.Fixed(String program)
            && !looksLikeOption(program)
            && !(family == Interpreter.PYTHON
                && option.endsWith("m")
                && PYTHON_RUNNERS.contains(program.split("\\.", 2)[0]));
    if (!isFixed) {
      return notFixed(name);
    }
    return family.options() == Options.END_WITH_PROGRAM
        ? Optional.empty()
        : laterOptions(name, after.subList(1, after.size()));
  }

  private static Optional<String> operand(
      String name, Interpreter family, String word, List<Word> after) {
    return switch (family.operand()) {
      case SCRIPT -> isAbsolute(word) ? Optional.empty() : notFixed(name);
      case SCRIPT_OR_CLASS ->
          isAbsolute(word) || CLASS_NAME.matcher(word).matches()
              ? Optional.empty()
              : notFixed(name);
      case TEXT -> {
        if (looksLikeOption(word)) {
          yield notFixed(name);
        }
        yield family.options() == Options.GO_ON ? laterOptions(name, after) : Optional.empty();
      }
      case COMMAND -> isAbsolute(word) ? flaw(Path.of(word), after) : notFixed(name);
      case APPLET -> looksLikeOption(word) ? notFixed(name) : flaw(word, after);
      case NONE -> notFixed(name);
    };
  }

  private static boolean isAbsolute(String word) {
    return word.startsWith("/") && !word.startsWith("/dev/") && !word.startsWith("/proc/");
  }

  private static boolean looksLikeOption(String word) {
    return word.isEmpty() || word.startsWith("-") || word.startsWith("+");
  }

  /** Options after the program could carry another one, up to {@code --}. */
  private static Optional<String> laterOptions(String name, List<Word> after) {
    for (Word word : after) {
      boolean mayBeOption =
          switch (word) {
            case Word.Fixed(String text) -> text.startsWith("-");
            case Word.Slot slot -> slot.allowDash() || mayBeNegative(slot.type());
            case Word.Rest rest -> rest.allowDash();
          };
      if (word instanceof Word.Fixed(String text) && text.equals("--")) {
        return Optional.empty();
      }
      if (mayBeOption) {
        return Optional.of(
            name + " would take a later word for an option; put a fixed -- after its program");
      }
    }
    return Optional.empty();
  }

  private static boolean mayBeNegative(SlotType type) {
    return type instanceof SlotType.IntegerRange(long min, long _) && min < 0;
  }

  private static Optional<String> notFixed(String name) {
    return Optional.of(
        name
            + " runs any program: before any value give it a fixed one, an absolute path or a word"
            + " after an option such as -c");
  }
}
