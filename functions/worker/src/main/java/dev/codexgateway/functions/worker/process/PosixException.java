package dev.codexgateway.functions.worker.process;

/** A system call failed in a way its caller has to deal with. */
final class PosixException extends Exception {
  private static final long serialVersionUID = 1L;

  private final int errno;

  PosixException(String call, int errno) {
    super(call + ": " + Errno.text(errno));
    this.errno = errno;
  }

  int errno() {
    return errno;
  }
}
