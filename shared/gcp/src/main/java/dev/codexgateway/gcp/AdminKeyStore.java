package dev.codexgateway.gcp;

import dev.codexgateway.core.key.ApiKey;
import dev.codexgateway.core.key.ApiKeyStore;
import dev.codexgateway.core.key.Keyring;
import dev.codexgateway.core.secret.Secret;
import dev.codexgateway.core.secret.SecretStore;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The stored keys and the first admin key, which is whatever the secret says now: it is never
 * written to the database, and a new version of the secret takes its place. It is withdrawn by
 * disabling the secret's versions, not by revoking.
 */
final class AdminKeyStore implements ApiKeyStore {
  static final int MIN_CHARS = 32;

  private static final Logger log = LoggerFactory.getLogger(AdminKeyStore.class);

  private final ApiKeyStore stored;
  private final SecretStore secrets;
  private final String secretName;
  private final byte[] pepper;
  private final Instant since;

  /**
   * @param since told as the time of the key's creation
   */
  AdminKeyStore(
      ApiKeyStore stored, SecretStore secrets, String secretName, byte[] pepper, Instant since) {
    this.stored = stored;
    this.secrets = secrets;
    this.secretName = secretName;
    this.pepper = pepper.clone();
    this.since = since;
  }

  @Override
  public Optional<ApiKey> find(String id) {
    return id.equals(Keyring.ADMIN_ID) ? admin(id) : stored.find(id).or(() -> admin(id));
  }

  private Optional<ApiKey> admin(String id) {
    return admin().filter(key -> key.id().equals(id));
  }

  private Optional<ApiKey> admin() {
    return secrets
        .find(secretName)
        .filter(this::isUsable)
        .map(secret -> Keyring.adminKey(secret.text(), pepper, since));
  }

  private boolean isUsable(Secret secret) {
    boolean isUsable = isKey(secret);
    if (!isUsable) {
      log.error("There is no admin key: {}", demand(secretName));
    }
    return isUsable;
  }

  /** Whether a header can carry it and nobody guesses it. */
  static boolean isKey(Secret secret) {
    return secret.text().length() >= MIN_CHARS
        && secret.text().chars().allMatch(c -> c > ' ' && c < 0x7f);
  }

  static String demand(String secretName) {
    return "secret "
        + secretName
        + " must have at least "
        + MIN_CHARS
        + " characters, printable ASCII without spaces or line ends";
  }

  @Override
  public void put(ApiKey key) {
    stored.put(key);
  }

  @Override
  public Optional<ApiKey> revoke(String id, Instant at) {
    return stored.revoke(id, at);
  }

  @Override
  public List<ApiKey> list(String owner) {
    List<ApiKey> others = stored.list(owner);
    return owner.equals(Keyring.ADMIN_OWNER)
        ? Stream.concat(admin().stream(), others.stream()).toList()
        : others;
  }
}
