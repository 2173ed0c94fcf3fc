package dev.codexgateway.core.platform;

import dev.codexgateway.core.config.ConfigException;
import java.util.concurrent.Callable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The start of a deployed process: it serves, or says why not and ends. */
public final class StartUp {
  private static final Logger log = LoggerFactory.getLogger(StartUp.class);
  private static final int FAILED = 1;

  private StartUp() {}

  /**
   * Ends the process with status 1 where the start fails, after one ERROR record in the log. An
   * exception that left an entry class would not do: threads of clients that are open already keep
   * the virtual machine alive, and the platform would send requests to a process that can answer
   * none of them.
   *
   * @param what starts, for the log
   */
  public static <T> T orExit(String what, Callable<T> start) {
    try {
      return start.call();
    } catch (IllegalStateException | ConfigException e) {
      log.error("The {} does not start: {}", what, e.getMessage());
    } catch (Exception | LinkageError e) {
      log.error("The {} does not start", what, e);
    }
    System.exit(FAILED);
    throw new AssertionError("System.exit does not return");
  }
}
