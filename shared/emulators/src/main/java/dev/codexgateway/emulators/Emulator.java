package dev.codexgateway.emulators;

import java.nio.file.Path;

/**
 * One of Google's emulators as a child process, which ends with this process however that ends. It
 * keeps everything in memory: what is closed and started again is empty.
 */
public abstract sealed class Emulator implements AutoCloseable
    permits FirestoreEmulator, PubSubEmulator {
  private final EmulatorProcess process;

  Emulator(EmulatorProcess process) {
    this.process = process;
  }

  /** {@code localhost:port}, as Google's environment variables take it. */
  public final String host() {
    return EmulatorProcess.HOST + ":" + process.port();
  }

  public final int port() {
    return process.port();
  }

  /**
   * What it prints goes there; the file stays after {@link #close} only where the caller named it.
   */
  public final Path logFile() {
    return process.logFile();
  }

  public final boolean isAlive() {
    return process.isAlive();
  }

  /** Stops the process as it is (SIGSTOP): connections stay open, nothing is answered. */
  public final void pause() {
    process.signal("STOP");
  }

  /** Lets a paused process go on (SIGCONT). */
  public final void resume() {
    process.signal("CONT");
  }

  /** Kills it and waits until it is gone, so that its port is free again. May be repeated. */
  @Override
  public final void close() {
    process.close();
  }
}
