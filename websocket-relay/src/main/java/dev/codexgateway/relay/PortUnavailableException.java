package dev.codexgateway.relay;

/** The server cannot listen there. The message is one line for the user: where, and why not. */
public final class PortUnavailableException extends Exception {
  private static final long serialVersionUID = 1L;

  PortUnavailableException(String message, Throwable cause) {
    super(message, cause);
  }
}
