package dev.codexgateway.functions.worker.process;

import java.util.List;

/** The signal numbers of Linux on x86_64 and aarch64, signal(7). */
final class Signals {
  static final int KILL = 9;
  static final int TERM = 15;
  static final int CHLD = 17;
  static final int CONT = 18;

  /** The first number that glibc leaves to programs. */
  private static final int FIRST_REAL_TIME = 34;

  private static final List<String> NAMES =
      List.of(
          "HUP", "INT", "QUIT", "ILL", "TRAP", "ABRT", "BUS", "FPE", "KILL", "USR1", "SEGV", "USR2",
          "PIPE", "ALRM", "TERM", "STKFLT", "CHLD", "CONT", "STOP", "TSTP", "TTIN", "TTOU", "URG",
          "XCPU", "XFSZ", "VTALRM", "PROF", "WINCH", "IO", "PWR", "SYS");

  private Signals() {}

  static String name(int number) {
    if (number >= 1 && number <= NAMES.size()) {
      return "SIG" + NAMES.get(number - 1);
    }
    return number >= FIRST_REAL_TIME ? "SIGRTMIN+" + (number - FIRST_REAL_TIME) : "SIG" + number;
  }
}
