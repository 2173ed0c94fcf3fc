package dev.codexgateway.local;

import com.google.gson.JsonObject;
import dev.codexgateway.core.json.Json;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;

/**
 * {@code endpoint.json} in the data directory, 0600: where the running gateway listens and the key
 * of its command line, {@code {"url":…,"key":…}}. It is there while the gateway runs; what a killed
 * one left behind opens nothing.
 */
final class EndpointFile implements AutoCloseable {
  private final Path file;

  private EndpointFile(Path file) {
    this.file = file;
  }

  static EndpointFile write(Path dataDirectory, URI url, String key) throws IOException {
    JsonObject json = new JsonObject();
    json.addProperty("url", url.toString());
    json.addProperty("key", key);
    Path file = dataDirectory.resolve("endpoint.json");
    Path fresh =
        Files.createTempFile(
            dataDirectory,
            "endpoint",
            ".tmp",
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    try {
      Files.writeString(fresh, Json.write(json) + "\n");
      Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(fresh);
    }
    return new EndpointFile(file);
  }

  @Override
  public void close() throws IOException {
    Files.deleteIfExists(file);
  }
}
