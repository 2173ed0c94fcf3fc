package dev.codexgateway.local.store;

import dev.codexgateway.core.job.StoreUnavailableException;
import dev.codexgateway.core.secret.Secret;
import dev.codexgateway.core.secret.SecretStore;
import dev.codexgateway.core.secret.SecretVariable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Secrets from environment variables {@code GATEWAY_SECRET_<NAME>}, or else from files {@code
 * <directory>/<name>} that only their owner may read. A file is read at each use, so that a new
 * value counts at once; one line end after the value is not part of it.
 */
public final class LocalSecretStore implements SecretStore {
  /** As much as Secret Manager takes. */
  private static final int MAX_BYTES = 64 * 1024;

  private static final Set<PosixFilePermission> OF_THE_OWNER =
      EnumSet.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);

  private final Map<String, Secret> variables;
  private final Path directory;

  /**
   * @param variables values of the environment, by the variable's name
   * @param directory need not exist
   */
  public LocalSecretStore(Map<String, Secret> variables, Path directory) {
    this.variables = variables;
    this.directory = directory;
  }

  @Override
  public Optional<Secret> find(String name) {
    Path file = directory.resolve(SecretStore.requireName(name));
    return Optional.ofNullable(variables.get(SecretVariable.of(name)))
        .map(Secret::text)
        .filter(value -> !value.isEmpty())
        .or(() -> read(file))
        .map(LocalSecretStore::withoutLineEnd)
        .map(Secret::new);
  }

  private static Optional<String> read(Path file) {
    try {
      if (!Files.exists(file)) {
        return Optional.empty();
      }
      requirePrivate(file);
      return Optional.of(decoded(file, Files.readAllBytes(file)));
    } catch (NoSuchFileException _) {
      return Optional.empty(); // withdrawn this moment
    } catch (IOException e) {
      throw new StoreUnavailableException("cannot read the secret in " + file, e);
    }
  }

  private static void requirePrivate(Path file) throws IOException {
    if (!Files.isRegularFile(file)) {
      throw refused(file, "is not a regular file");
    }
    if (!OF_THE_OWNER.containsAll(Files.getPosixFilePermissions(file))) {
      throw refused(file, "must have mode 600; chmod 600 " + file);
    }
    if (Files.size(file) > MAX_BYTES) {
      throw refused(file, "is larger than " + MAX_BYTES + " bytes");
    }
  }

  private static String decoded(Path file, byte[] bytes) {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException _) {
      throw refused(file, "is not UTF-8 text"); // without the cause, which might show a part of it
    }
  }

  private static StoreUnavailableException refused(Path file, String reason) {
    return new StoreUnavailableException("the secret file " + file + " " + reason);
  }

  private static String withoutLineEnd(String text) {
    String line = text.endsWith("\n") ? text.substring(0, text.length() - 1) : text;
    return line.endsWith("\r") && line.length() < text.length()
        ? line.substring(0, line.length() - 1)
        : line;
  }
}
