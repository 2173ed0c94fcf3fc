package dev.codexgateway.acceptance;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** The configuration of gateways that the tests start. */
public final class Config {
  /** What the webhook {@code e2e-push} is signed with, and the variable that tells a gateway. */
  public static final String HOOK_SECRET = "e2e-hook-secret-0123456789abcdef";

  public static final String HOOK_SECRET_VARIABLE = "GATEWAY_SECRET_E2E_HOOK";

  private static final String COMMANDS = "commands:\n";

  private Config() {}

  /**
   * The repository's {@code gateway.yaml} with the commands of the suite in it, and its webhook.
   */
  public static Path write(Path directory) {
    return write(directory, "");
  }

  /**
   * @param more commands, as lines below {@code commands:}
   */
  public static Path write(Path directory, String more) {
    try {
      String shipped = Files.readString(repository().resolve("gateway.yaml"));
      int begin = shipped.indexOf("\n" + COMMANDS) + 1 + COMMANDS.length();
      String ours = resource("e2e-commands.yaml") + more;
      String all =
          shipped.substring(0, begin)
              + ours
              + shipped.substring(begin)
              + resource("e2e-hooks.yaml");
      return Files.writeString(directory.resolve("gateway.yaml"), all);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public static String resource(String name) {
    try (InputStream in = Config.class.getResourceAsStream("/" + name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The directory with the root {@code pom.xml}. */
  public static Path repository() {
    Path directory = Path.of("").toAbsolutePath();
    while (!Files.exists(directory.resolve("gateway.yaml"))) {
      directory = directory.getParent();
    }
    return directory;
  }
}
