package dev.codexgateway.cli;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.Base64;

/**
 * The body of a delivery, byte for byte: signatures are over bytes.
 *
 * @param name of a file, or {@code -} for standard input
 */
record BodyFile(String name) {
  /** As much as a hook takes. */
  private static final int MAX_BYTES = 10 * 1024 * 1024;

  byte[] read(Surroundings surroundings) throws CliException {
    try (InputStream in =
        name.equals("-")
            ? surroundings.in()
            : Files.newInputStream(surroundings.directory().resolve(name))) {
      byte[] bytes = in.readNBytes(MAX_BYTES + 1);
      if (bytes.length > MAX_BYTES) {
        throw new CliException(ExitCode.BAD_INPUT, name + " is over 10 MiB");
      }
      return bytes;
    } catch (IOException e) {
      throw new CliException(ExitCode.BAD_INPUT, name + ": " + IoProblem.describe(e), e);
    }
  }

  /** As {@code body} where it is UTF-8, else as {@code body_base64}. */
  void addTo(JsonObject params, Surroundings surroundings) throws CliException {
    byte[] bytes = read(surroundings);
    try {
      String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
      params.addProperty("body", text);
    } catch (CharacterCodingException e) {
      params.addProperty("body_base64", Base64.getEncoder().encodeToString(bytes));
    }
  }
}
