package dev.codexgateway.cloud.process;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.util.function.BooleanSupplier;

/** Asks whether somebody listens. */
final class Probe {
  private static final int CONNECT_MILLIS = 1_000;
  private static final long LOOK_MILLIS = 50;

  private Probe() {}

  /**
   * @return whether somebody listens; false after so long, or as soon as there is no hope
   */
  static boolean awaitAnswer(URI url, Duration atMost, BooleanSupplier hope)
      throws InterruptedException {
    long deadline = System.nanoTime() + atMost.toNanos();
    while (System.nanoTime() < deadline && hope.getAsBoolean()) {
      if (accepts(url)) {
        return true;
      }
      Thread.sleep(LOOK_MILLIS);
    }
    return false;
  }

  private static boolean accepts(URI url) {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(url.getHost(), url.getPort()), CONNECT_MILLIS);
      return true;
    } catch (IOException _) {
      return false;
    }
  }
}
