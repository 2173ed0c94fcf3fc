package dev.codexgateway.acceptance.crash;

import java.nio.file.Path;

/** Where a process can be killed: right after a call of a port has returned. */
public enum CrashPoint {
  /** The job is durable, its bell has not been rung. */
  AFTER_STORE("jobs", "submit"),
  /** The bell was rung, the caller has no answer. */
  AFTER_PUBLISH("queue", "ring"),
  /** A file is stored, the outcome is not committed. */
  AFTER_UPLOAD("artifacts", "put"),
  /** The outcome is committed, the message is not acknowledged. */
  AFTER_COMMIT("jobs", "finish");

  private final String port;
  private final String method;

  CrashPoint(String port, String method) {
    this.port = port;
    this.method = method;
  }

  boolean isAt(String somePort, String someMethod) {
    return port.equals(somePort) && method.equals(someMethod);
  }

  /** The next process that passes the point takes this file away and dies. */
  public Path trigger(Path directory) {
    return directory.resolve(name());
  }
}
