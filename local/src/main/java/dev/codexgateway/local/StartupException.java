package dev.codexgateway.local;

/** The gateway cannot start as it is configured. The message is what the operator gets to read. */
public final class StartupException extends Exception {
  private static final long serialVersionUID = 1L;

  public StartupException(String message, Throwable cause) {
    super(message, cause);
  }

  public StartupException(String message) {
    super(message);
  }
}
