package dev.codexgateway.core.job;

/**
 * The store cannot answer now: disk full, locked, unreachable. Trying again later can help. Nothing
 * of the refused call was written, or, after a time-out on a remote store, the caller cannot know;
 * every write of {@link JobStore} may therefore be repeated.
 */
public final class StoreUnavailableException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public StoreUnavailableException(String message, Throwable cause) {
    super(message, cause);
  }

  public StoreUnavailableException(String message) {
    super(message);
  }
}
