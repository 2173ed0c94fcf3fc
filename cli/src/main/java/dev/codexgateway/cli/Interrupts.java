package dev.codexgateway.cli;

/** Tells a long-running command that the process was asked to end (Ctrl-C, SIGTERM, SIGHUP). */
interface Interrupts {

  /**
   * Runs {@code action} when the process is asked to end, on another thread, until the registration
   * is closed. The process ends with 128 + signal after the action.
   */
  Registration onInterrupt(Runnable action);

  /** Closing takes the action back. */
  interface Registration extends AutoCloseable {
    @Override
    void close();
  }

  /** The signals of this process, by way of the JVM's shutdown hooks. */
  static Interrupts ofProcess() {
    return action -> {
      Thread hook = new Thread(action, "interrupted");
      Runtime.getRuntime().addShutdownHook(hook);
      return () -> remove(hook);
    };
  }

  private static void remove(Thread hook) {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      // The hook runs already: the process is ending, which is all that a caller could want here.
    }
  }
}
