package dev.codexgateway.cloud.process;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;

/** Hands out free ports, each once. */
public final class Ports {
  /**
   * Below the ports that systems give to outgoing connections (from 32768 on): otherwise a client
   * that tries again to reach a process that is down could itself be given its port.
   */
  private static final int LOWEST = 22_000;

  private static final int HIGHEST = 32_000;
  private static final int TRIES = 1_000;

  private final Set<Integer> taken = new HashSet<>();

  /**
   * @throws IllegalStateException where none is free
   */
  public int next() {
    for (int i = 0; i < TRIES; i++) {
      int port = ThreadLocalRandom.current().nextInt(LOWEST, HIGHEST);
      if (isFree(port) && taken.add(port)) {
        return port;
      }
    }
    throw new IllegalStateException("no free port between %d and %d".formatted(LOWEST, HIGHEST));
  }

  private static boolean isFree(int port) {
    try (ServerSocket _ = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
      return true;
    } catch (IOException _) {
      return false;
    }
  }
}
