package dev.codexgateway.functions.worker.process;

/** A system call failed in a way its caller has to deal with. */
final class PosixException extends Exception {
  private final int errno;

  PosixException(String call, int errno) {
    super(call + ": " + Errno.text(errno));
    this.errno = errno;
  }

  int errno() {
    return errno;
  }
}
