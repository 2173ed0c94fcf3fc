package dev.codexgateway.acceptance;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** The configuration of gateways that the tests start. */
final class Config {
  private static final String COMMANDS = "commands:\n";

  private Config() {}

  /** The repository's {@code gateway.yaml} with the commands of the tests in it. */
  static Path write(Path directory) {
    try {
      String shipped = Files.readString(repository().resolve("gateway.yaml"));
      int begin = shipped.indexOf("\n" + COMMANDS) + 1 + COMMANDS.length();
      String all = shipped.substring(0, begin) + testCommands() + shipped.substring(begin);
      return Files.writeString(directory.resolve("gateway.yaml"), all);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String testCommands() throws IOException {
    try (InputStream in = Config.class.getResourceAsStream("/e2e-commands.yaml")) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  /** The directory with the root {@code pom.xml}. */
  static Path repository() {
    Path directory = Path.of("").toAbsolutePath();
    while (!Files.exists(directory.resolve("gateway.yaml"))) {
      directory = directory.getParent();
    }
    return directory;
  }
}
