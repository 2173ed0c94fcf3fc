package dev.codexgateway.emulators;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.net.URLConnection;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/** A child process that speaks HTTP on one port of this machine. */
final class EmulatorProcess implements AutoCloseable {
  static final String HOST = "localhost";

  private static final Duration START_LIMIT = Duration.ofSeconds(60);
  private static final Duration BETWEEN_LOOKS = Duration.ofMillis(50);
  private static final int ANSWER_MILLIS = 1_000;
  private static final int SHOWN_LOG_LINES = 10;

  private final String name;
  private final int port;
  private final Path logFile;
  private final boolean ownsLogFile;
  private final Process process;
  private final Process guard;
  private final Thread hook = new Thread(this::kill, "stop-emulator");

  private EmulatorProcess(
      String name, int port, Path logFile, boolean ownsLogFile, Process process, Process guard) {
    this.name = name;
    this.port = port;
    this.logFile = logFile;
    this.ownsLogFile = ownsLogFile;
    this.process = process;
    this.guard = guard;
  }

  /**
   * Returns once it answers.
   *
   * @throws IllegalStateException with the end of its log where it does not
   */
  static EmulatorProcess start(
      String name, List<String> command, int port, Path logFile, boolean ownsLogFile) {
    if (!Launch.isFree(port)) {
      throw new IllegalStateException("port " + port + " for the " + name + " emulator is taken");
    }
    EmulatorProcess started = spawn(name, command, port, logFile, ownsLogFile);
    Runtime.getRuntime().addShutdownHook(started.hook);
    try {
      started.awaitAnswer();
      return started;
    } catch (RuntimeException e) {
      started.close();
      throw e;
    }
  }

  private static EmulatorProcess spawn(
      String name, List<String> command, int port, Path logFile, boolean ownsLogFile) {
    try {
      Process process =
          new ProcessBuilder(command)
              .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
              .redirectErrorStream(true)
              .redirectOutput(logFile.toFile())
              .start();
      return new EmulatorProcess(name, port, logFile, ownsLogFile, process, guard(process.pid()));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot start the " + name + " emulator", e);
    }
  }

  /**
   * No shutdown hook runs in a JVM that is killed; but then the pipe closes on which this shell
   * reads, and it takes the emulator along.
   */
  private static Process guard(long pid) throws IOException {
    return new ProcessBuilder("sh", "-c", "read -r _; kill -9 \"$0\"", Long.toString(pid))
        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
        .redirectError(ProcessBuilder.Redirect.DISCARD)
        .start();
  }

  private void awaitAnswer() {
    long deadline = System.nanoTime() + START_LIMIT.toNanos();
    while (!answers()) {
      if (!process.isAlive() || System.nanoTime() > deadline) {
        throw new IllegalStateException("the " + name + " emulator did not start: " + endOfLog());
      }
      LockSupport.parkNanos(BETWEEN_LOOKS.toNanos());
    }
  }

  private boolean answers() {
    try {
      URLConnection connection = URI.create("http://" + HOST + ":" + port).toURL().openConnection();
      connection.setConnectTimeout(ANSWER_MILLIS);
      connection.setReadTimeout(ANSWER_MILLIS);
      try (InputStream body = connection.getInputStream()) {
        body.readAllBytes();
        return ((HttpURLConnection) connection).getResponseCode() == HttpURLConnection.HTTP_OK;
      }
    } catch (IOException _) {
      return false;
    }
  }

  private String endOfLog() {
    try {
      List<String> lines = Files.readAllLines(logFile);
      int from = Math.max(0, lines.size() - SHOWN_LOG_LINES);
      return String.join(" | ", lines.subList(from, lines.size()));
    } catch (IOException _) {
      return "and its log " + logFile + " cannot be read";
    }
  }

  int port() {
    return port;
  }

  Path logFile() {
    return logFile;
  }

  boolean isAlive() {
    return process.isAlive();
  }

  void signal(String signal) {
    try {
      Process kill =
          new ProcessBuilder("kill", "-" + signal, Long.toString(process.pid()))
              .inheritIO()
              .start();
      if (kill.onExit().join().exitValue() != 0) {
        throw new IllegalStateException("the " + name + " emulator is gone");
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot send SIG" + signal, e);
    }
  }

  @Override
  public void close() {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException _) {
      // the JVM is going down, and the hook does the same as what follows
    }
    kill();
    if (ownsLogFile) {
      deleteLog();
    }
  }

  /** The guard first: it must not kill a stranger that is given the same process id. */
  private void kill() {
    guard.destroyForcibly().onExit().join();
    process.destroyForcibly().onExit().join();
  }

  private void deleteLog() {
    try {
      Files.deleteIfExists(logFile);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot delete " + logFile, e);
    }
  }
}
