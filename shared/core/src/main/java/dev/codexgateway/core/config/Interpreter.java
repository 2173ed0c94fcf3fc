package dev.codexgateway.core.config;

import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A family of executables that run what their arguments or their standard input say. Of its options
 * only those are listed that are known not to hide where the program stands; an unlisted one makes
 * the check refuse the command, so a missing entry is a nuisance and never a hole.
 */
enum Interpreter {
  SHELL(
      "(ba|da|a|z|k|mk|lk|ok|c|tc|rba|ya|po)?sh([-.0-9].*)?",
      "[-+][abCefhlmnuvx]+|--(norc|noprofile|posix|login)",
      "[-+][abCefhlmnuvx]*o|[-+]O",
      "-[abCefhlmnuvx]*c[abCefhlmnuvx]*",
      Operand.SCRIPT,
      Options.END_WITH_PROGRAM),
  FISH("fish", "-[Nl]|--no-config", "", "-c", Operand.SCRIPT, Options.END_WITH_PROGRAM),
  PYTHON(
      "(python|pypy)[0-9.]*t?",
      "-[bBdEIOPqRsSuv]+|-[WX].+",
      "-[WX]",
      "-[bBdEIOPqRsSuv]*[cm]",
      Operand.SCRIPT,
      Options.END_WITH_PROGRAM),
  PERL(
      "perl[0-9.]*",
      "-[cwWTtX]+|-[IMm].+",
      "-I",
      "-[wWTtX]*[eE]",
      Operand.SCRIPT,
      Options.GO_ON_AFTER_OPTION),
  RUBY(
      "j?ruby[0-9.]*",
      "-[wv]|-W[0-2]?|-[Ir].+|--[a-z-]+=.+",
      "-[IrCE]",
      "-e",
      Operand.SCRIPT,
      Options.GO_ON_AFTER_OPTION),
  NODE(
      "node(js)?[0-9.]*",
      "--[a-z-]+=.+",
      "-r|--require|--import|-C|--conditions",
      "-e|-p|-pe|--eval|--print",
      Operand.SCRIPT,
      Options.GO_ON_AFTER_OPTION),
  PHP(
      "php(-cgi)?[0-9.]*",
      "-[nqH]+|-d.+",
      "-[dc]",
      "-[rf]",
      Operand.SCRIPT,
      Options.GO_ON_AFTER_OPTION),
  DENO("deno|bun", "run|-A|--[a-z-]+(=.+)?", "", "", Operand.SCRIPT, Options.END_WITH_PROGRAM),
  JAVA(
      "java",
      "-[XD].+|-(ea|da|server)(:.+)?|--enable-preview|--[a-z-]+=.+",
      "-cp|-classpath|--class-path|-p|--module-path|--add-(opens|exports|modules|reads)",
      "-jar|-m|--module",
      Operand.SCRIPT_OR_CLASS,
      Options.END_WITH_PROGRAM),
  SCRIPT_ONLY(
      "lua(jit)?[-0-9.]*|tclsh[0-9.]*|wish[0-9.]*|Rscript|julia|groovy|guile[0-9.]*|elixir|escript",
      "",
      "",
      "",
      Operand.SCRIPT,
      Options.END_WITH_PROGRAM),
  AWK("(g|m|n|original-)?awk", "-[Fv].+", "-[Fv]", "-f", Operand.TEXT, Options.GO_ON_AFTER_OPTION),
  SED("g?sed", "-[nErsuz]+|-i.*", "-l", "-[ef]", Operand.TEXT, Options.GO_ON),
  /** Without a command these do nothing; with one they are as good as it. */
  LAUNCHER(
      "env|nice|nohup|setsid|timeout|stdbuf|ionice|time|sudo|doas|chrt|taskset",
      "[A-Za-z_][A-Za-z0-9_]*=.*|-|-[a-z0-9]|-[oei][0-9L]|--[a-z-]+(=.+)?|[0-9.]+[smhd]?",
      "-[ukscgpC]",
      "",
      Operand.COMMAND,
      Options.END_WITH_PROGRAM),
  MULTI_CALL("busybox|toybox", "", "", "", Operand.APPLET, Options.END_WITH_PROGRAM),
  /** Fit for fixed words only: their values are commands, or go to a shell. */
  WRAPPER(
      "ssh|script|watch|flock|chroot|unshare|nsenter|strace|ltrace|systemd-run|bwrap|ld[-.].*",
      "",
      "",
      "",
      Operand.NONE,
      Options.END_WITH_PROGRAM),
  /**
   * Their standard input is commands, or arguments past the policy, and it comes from the caller.
   */
  READER(
      "xargs|parallel|su|runuser|at|batch|gdb|expect|ed|ex|vi|vim|nvim|emacs|pwsh|rc|es|nu|elvish|xonsh",
      "",
      "",
      "",
      Operand.NONE,
      Options.END_WITH_PROGRAM);

  /** What the first word is that is no option. */
  enum Operand {
    /** A file with the program. */
    SCRIPT,
    SCRIPT_OR_CLASS,
    /** The program itself. */
    TEXT,
    /** An executable with its own words. */
    COMMAND,
    /** A name for another behaviour of the same executable. */
    APPLET,
    NONE
  }

  /** Whether words after the program can still be options, which could carry a second program. */
  enum Options {
    END_WITH_PROGRAM,
    /** Where the program came as the value of an option. */
    GO_ON_AFTER_OPTION,
    GO_ON
  }

  private final Pattern names;
  private final Pattern flags;
  private final Pattern valued;
  private final Pattern inline;
  private final Operand operand;
  private final Options options;

  Interpreter(
      String names, String flags, String valued, String inline, Operand operand, Options options) {
    this.names = Pattern.compile(names);
    this.flags = Pattern.compile(flags);
    this.valued = Pattern.compile(valued);
    this.inline = Pattern.compile(inline);
    this.operand = operand;
    this.options = options;
  }

  /** The family of an executable with that file name. */
  static Optional<Interpreter> named(String fileName) {
    return Arrays.stream(values())
        .filter(family -> family.names.matcher(fileName).matches())
        .findFirst();
  }

  /** An option without a value of its own. */
  boolean isFlag(String word) {
    return flags.matcher(word).matches();
  }

  /** An option whose value is the next word, and no program. */
  boolean isValued(String word) {
    return valued.matcher(word).matches();
  }

  /** An option whose value is the next word, the program. */
  boolean isInline(String word) {
    return inline.matcher(word).matches();
  }

  Operand operand() {
    return operand;
  }

  Options options() {
    return options;
  }
}
