package dev.codexgateway.cli;

import java.io.PrintStream;
import java.util.Map;

/** The one-machine gateway as {@code serve} and {@code check} see it. */
interface Server {

  /**
   * Starts and returns once requests are answered.
   *
   * @param settings the environment with the options laid over it: {@code GATEWAY_PORT}, {@code
   *     GATEWAY_HOST}, {@code GATEWAY_DATA}, {@code GATEWAY_CONFIG}, ...
   * @param out for the few lines that tell where it listens
   * @throws FailedException with the one line to print
   */
  Running start(Map<String, String> settings, PrintStream out) throws FailedException;

  /**
   * Reads the configuration that {@link #start} would read and starts nothing.
   *
   * @param out for what was found to be in order
   * @throws FailedException with every problem, one per line
   */
  void check(Map<String, String> settings, PrintStream out) throws FailedException;

  /** A started gateway. Closing drains it: no new work, children gone, leases released. */
  interface Running extends AutoCloseable {
    void awaitTermination() throws InterruptedException;

    @Override
    void close();
  }

  /** The gateway cannot start as it is configured; the message is for the user. */
  final class FailedException extends Exception {
    private static final long serialVersionUID = 1L;

    FailedException(String message, Throwable cause) {
      super(message, cause);
    }

    FailedException(String message) {
      super(message);
    }
  }
}
