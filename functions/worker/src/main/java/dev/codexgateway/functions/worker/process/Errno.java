package dev.codexgateway.functions.worker.process;

/** The error numbers of Linux on x86_64 and aarch64 that the runner tells apart, errno(3). */
final class Errno {
  static final int EPERM = 1;
  static final int ENOENT = 2;
  static final int ESRCH = 3;
  static final int EINTR = 4;
  static final int E2BIG = 7;
  static final int ENOEXEC = 8;
  static final int EAGAIN = 11;
  static final int ENOMEM = 12;
  static final int EACCES = 13;
  static final int ENOTDIR = 20;
  static final int EINVAL = 22;
  static final int ENFILE = 23;
  static final int EMFILE = 24;
  static final int ETXTBSY = 26;

  private Errno() {}

  /** Whether the system was short of something that others may give back. */
  static boolean passes(int errno) {
    return switch (errno) {
      case EAGAIN, ENOMEM, ENFILE, EMFILE, ETXTBSY -> true;
      default -> false;
    };
  }

  static String text(int errno) {
    return switch (errno) {
      case EPERM -> "operation not permitted";
      case ENOENT -> "no such file or directory";
      case E2BIG -> "arguments and environment are longer than the system allows";
      case ENOEXEC -> "not a program this machine can run (a script needs a #! line)";
      case EAGAIN -> "the limit of processes is reached";
      case ENOMEM -> "the system is out of memory";
      case EACCES -> "permission denied";
      case ENOTDIR -> "a part of the path is not a directory";
      case EINVAL -> "invalid argument";
      case ENFILE -> "the system has too many open files";
      case EMFILE -> "the gateway has too many open files";
      case ETXTBSY -> "the program file is being written";
      default -> "system error " + errno;
    };
  }
}
