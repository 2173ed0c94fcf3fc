package dev.codexgateway.benchmarks.gateway;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A server in a process of its own that listens on loopback. */
final class Program {
  private static final int CONNECT_MILLIS = 200;
  private static final int POLL_MILLIS = 2;
  private static final int ANSWER_MILLIS = 10_000;

  private final Process process;
  private final InetSocketAddress address;
  private final Path output;
  private final long startedNanos;
  private Duration startUp = Duration.ZERO;

  private Program(Process process, InetSocketAddress address, Path output, long startedNanos) {
    this.process = process;
    this.address = address;
    this.output = output;
    this.startedNanos = startedNanos;
  }

  static InetSocketAddress freeAddress() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return new InetSocketAddress(InetAddress.getLoopbackAddress(), socket.getLocalPort());
    }
  }

  /** Of this process's own settings only GATEWAY_JAVA_HOME and _OPTS reach the program. */
  static Program start(
      Workspace workspace,
      String name,
      InetSocketAddress address,
      List<String> command,
      Map<String, String> env)
      throws IOException {
    Path output = workspace.newFile(name + ".log");
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(workspace.directory().toFile())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile());
    builder
        .environment()
        .keySet()
        .removeIf(key -> key.startsWith("GATEWAY_") && !key.startsWith("GATEWAY_JAVA_"));
    builder.environment().putAll(env);
    long startedNanos = System.nanoTime();
    return new Program(builder.start(), address, output, startedNanos);
  }

  void awaitOk(String path, Duration patience) throws IOException, InterruptedException {
    awaitOk("GET " + path + " HTTP/1.1\r\nHost: localhost\r\n\r\n", patience, ANSWER_MILLIS);
  }

  /**
   * @param request all of it, line by line
   * @param answerMillis how long one answer may take
   */
  void awaitOk(String request, Duration patience, int answerMillis)
      throws IOException, InterruptedException {
    while (!answersOk(request, answerMillis)) {
      startUp = Duration.ofNanos(System.nanoTime() - startedNanos);
      if (!process.isAlive() || startUp.compareTo(patience) > 0) {
        stop(Duration.ofSeconds(1));
        throw new IOException("did not start:\n" + Files.readString(output));
      }
      Thread.sleep(POLL_MILLIS);
    }
    startUp = Duration.ofNanos(System.nanoTime() - startedNanos);
  }

  private boolean answersOk(String request, int answerMillis) {
    try (Socket socket = new Socket()) {
      socket.connect(address, CONNECT_MILLIS);
      socket.setSoTimeout(answerMillis);
      socket.getOutputStream().write(request.getBytes(ISO_8859_1));
      byte[] status = socket.getInputStream().readNBytes(12);
      return new String(status, ISO_8859_1).equals("HTTP/1.1 200");
    } catch (IOException _) {
      return false;
    }
  }

  InetSocketAddress address() {
    return address;
  }

  /** From the start of the command to its first good answer. */
  Duration startUp() {
    return startUp;
  }

  /** Of the JVM, whether or not the command's shell is still around it. */
  ProcessFacts facts() throws IOException {
    for (ProcessHandle handle : family().toList()) {
      if (Files.readString(Path.of("/proc/" + handle.pid() + "/comm")).strip().equals("java")) {
        return new ProcessFacts(handle.pid());
      }
    }
    throw new IOException("no JVM under " + process.pid());
  }

  private Stream<ProcessHandle> family() {
    return Stream.concat(Stream.of(process.toHandle()), process.descendants());
  }

  /** For a program that nobody waits for any more. */
  void kill() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }

  /** SIGTERM, then SIGKILL where it takes longer. */
  void stop(Duration patience) throws IOException {
    List<ProcessHandle> family = family().toList();
    family.forEach(ProcessHandle::destroy);
    try {
      if (!process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS)) {
        throw new IOException("did not stop within " + patience + ":\n" + Files.readString(output));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      family.forEach(ProcessHandle::destroyForcibly);
    }
  }
}
