package dev.codexgateway.gcp;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Names a work directory on a machine: the same for a worker that is started again there, another
 * for a second worker beside it, whose processes the first must leave alone.
 */
final class WorkPlace {
  private static final Path HOST_NAME = Path.of("/proc/sys/kernel/hostname");
  private static final int ID_CHARS = 32;

  private WorkPlace() {}

  static String id(Path workDirectory) {
    String place = host() + "\n" + workDirectory.toAbsolutePath().normalize();
    byte[] bytes = place.getBytes(StandardCharsets.UTF_8);
    return "gcp-" + Digest.of(bytes).sha256().substring(0, ID_CHARS);
  }

  private static String host() {
    try {
      return Files.exists(HOST_NAME)
          ? Files.readString(HOST_NAME).strip()
          : InetAddress.getLocalHost().getHostName();
    } catch (IOException _) {
      return "unknown"; // then the directory alone tells
    }
  }
}
