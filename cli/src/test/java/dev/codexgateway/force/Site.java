package dev.codexgateway.force;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;

/**
 * All that belongs to one gateway under test, over all its lives.
 *
 * @param root scripts, their marks, configuration and output; never on the disk that is filled
 * @param data the data directory
 * @param port the same in every life, so that clients can come back
 */
record Site(Path root, Path data, int port) implements AutoCloseable {
  static final String KEY = "force-admin-key-0123456789abcdefghijklmnop";

  /** Below the range from which the kernel takes ports of outgoing connections. */
  private static final int FIRST_PORT = 20_000;

  private static final int LAST_PORT = 32_000;

  static Site in(Path root) throws IOException {
    return in(root, root.resolve("data"));
  }

  static Site in(Path root, Path data) throws IOException {
    Site site = new Site(root, data, freePort());
    TestCommands.install(root);
    return site;
  }

  /** Another gateway with the same commands and marks. */
  Site withData(Path other) {
    return new Site(root, other, port);
  }

  Site withFreePort() throws IOException {
    return new Site(root, data, freePort());
  }

  /**
   * Not one that the kernel may give to a client: a client that tries again and again to reach a
   * gateway that is down would at last be connected to itself.
   */
  private static int freePort() throws IOException {
    for (int i = 0; i < 1000; i++) {
      int port = ThreadLocalRandom.current().nextInt(FIRST_PORT, LAST_PORT);
      try (ServerSocket _ = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
        return port;
      } catch (IOException _) {
        // Taken; the next one.
      }
    }
    throw new IOException("no free port");
  }

  URI uri(String path) {
    return URI.create("http://127.0.0.1:" + port + path);
  }

  URI webSocket() {
    return URI.create("ws://127.0.0.1:" + port + "/ws");
  }

  Path config() {
    return root.resolve("gateway.yaml");
  }

  /** Both output streams of all lives. */
  Path log() {
    return root.resolve("gateway.log");
  }

  /** A file that scripts wait for or leave behind. */
  Path flag(String name) {
    return root.resolve(name);
  }

  void raise(String flag) throws IOException {
    Files.createFile(flag(flag));
  }

  Map<String, String> environment() {
    return Map.of(
        "GATEWAY_HOST", "127.0.0.1",
        "GATEWAY_PORT", Integer.toString(port),
        "GATEWAY_DATA", data.toString(),
        "GATEWAY_CONFIG", config().toString(),
        "GATEWAY_API_KEY", KEY);
  }

  /** A test that failed must not leave processes behind. Its gateway is to be closed before. */
  @Override
  public void close() {
    new Processes(this).killAll();
  }
}
