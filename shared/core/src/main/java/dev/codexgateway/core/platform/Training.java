package dev.codexgateway.core.platform;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/**
 * Starts a deployable, sends it a few requests and ends the process, so that a virtual machine
 * under {@code -XX:ArchiveClassesAtExit} writes down the classes that a start needs. Run while an
 * image is built, where nothing that the deployable would call is there: what it answers does not
 * matter.
 *
 * <p>Arguments: the port on which it will listen; the requests, such as {@code GET_/health},
 * separated by commas; its main class; the arguments of that.
 */
public final class Training {
  private static final Duration START = Duration.ofSeconds(60);
  private static final int ANSWER_MILLIS = 20_000;
  private static final String BODY = "{\"jsonrpc\":\"2.0\",\"method\":\"command.list\",\"id\":1}";

  private Training() {}

  public static void main(String[] args) throws Exception {
    int port = Integer.parseInt(args[0]);
    String main = args[2];
    String[] rest = Arrays.copyOfRange(args, 3, args.length);
    Thread.ofPlatform().daemon().name("main").start(() -> run(main, rest));
    awaitListening(port);
    for (String request : List.of(args[1].split(","))) {
      System.out.println(request + " -> " + send(port, request.replace('_', ' ')));
    }
    System.exit(0);
  }

  private static void run(String main, String[] args) {
    try {
      Class.forName(main).getMethod("main", String[].class).invoke(null, (Object) args);
    } catch (ReflectiveOperationException e) {
      System.err.println(main + " did not start: " + e.getCause());
      System.exit(1);
    }
  }

  private static void awaitListening(int port) throws IOException {
    long deadline = System.nanoTime() + START.toNanos();
    while (true) {
      try {
        new Socket(InetAddress.getLoopbackAddress(), port).close();
        return;
      } catch (IOException e) {
        if (System.nanoTime() > deadline) {
          throw e;
        }
        LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
      }
    }
  }

  /** The status line. Over a bare socket, so that no HTTP client gets into the archive. */
  private static String send(int port, String request) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.setSoTimeout(ANSWER_MILLIS);
      String head =
          request
              + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
              + "X-API-Key: "
              + "k".repeat(40)
              + "\r\nContent-Type: application/json\r\nContent-Length: "
              + BODY.length()
              + "\r\n\r\n";
      socket.getOutputStream().write((head + BODY).getBytes(US_ASCII));
      String answer = new String(socket.getInputStream().readAllBytes(), US_ASCII);
      return answer.lines().findFirst().orElse("");
    }
  }
}
