package dev.codexgateway.cli;

import java.util.List;
import java.util.OptionalInt;

/** Numbers of signals on Linux, where jobs run. */
final class SignalNumber {
  /** In the order of their numbers, from 1. */
  private static final List<String> NAMES =
      List.of(
          ("HUP INT QUIT ILL TRAP ABRT BUS FPE KILL USR1 SEGV USR2 PIPE ALRM TERM STKFLT CHLD CONT"
                  + " STOP TSTP TTIN TTOU URG XCPU XFSZ VTALRM PROF WINCH IO PWR SYS")
              .split(" "));

  private static final int FIRST_REAL_TIME = 34;

  private SignalNumber() {}

  /**
   * @param name such as {@code SIGTERM}, {@code SIGRTMIN+3} or, for one without a name, {@code
   *     SIG32}
   */
  static OptionalInt of(String name) {
    String bare = name.startsWith("SIG") ? name.substring(3) : name;
    int index = NAMES.indexOf(bare);
    if (index >= 0) {
      return OptionalInt.of(index + 1);
    }
    boolean realTime = bare.startsWith("RTMIN+");
    String number = realTime ? bare.substring(6) : bare;
    if (!number.matches("[0-9]{1,2}")) {
      return OptionalInt.empty();
    }
    return OptionalInt.of(Integer.parseInt(number) + (realTime ? FIRST_REAL_TIME : 0));
  }
}
