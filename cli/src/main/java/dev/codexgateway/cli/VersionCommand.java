package dev.codexgateway.cli;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Objects;
import java.util.Properties;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Tells which build this is. */
@Command(name = "version", description = "Print the version of this program and of its Java.")
final class VersionCommand implements Callable<Integer> {
  private final Surroundings surroundings;

  @Option(names = "--json", description = "Print one line of JSON.")
  private boolean json;

  VersionCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() {
    if (json) {
      JsonObject object = new JsonObject();
      object.addProperty("version", version());
      object.addProperty("java", Runtime.version().toString());
      surroundings.out().json(object);
    } else {
      surroundings.out().line(line());
    }
    return ExitCode.OK;
  }

  static String line() {
    return "gateway %s (Java %s)".formatted(version(), Runtime.version());
  }

  /** The version that the build wrote beside this class. */
  private static String version() {
    try (InputStream stream =
        Objects.requireNonNull(VersionCommand.class.getResourceAsStream("version.properties"))) {
      Properties properties = new Properties();
      properties.load(stream);
      return properties.getProperty("version", "unknown");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
