package dev.codexgateway.core.key;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Makes keys and tells who is behind one. Keys read from the store are remembered for a few
 * seconds, so a revoked key is dead everywhere within {@link #REMEMBERED}.
 */
public final class Keyring {
  /** The id of the key that the environment gives; its text has a form of its own. */
  public static final String ADMIN_ID = "admin";

  /** Whose jobs the admin key sees. */
  public static final String ADMIN_OWNER = "admin";

  static final Duration REMEMBERED = Duration.ofSeconds(10);
  private static final int REMEMBERED_MAX = 10_000;
  private static final String ALGORITHM = "HmacSHA256";

  private final ApiKeyStore store;
  private final SecretKeySpec pepper;
  private final InstantSource clock;
  private final SecureRandom random = new SecureRandom();
  private final Map<String, Remembered> remembered = new ConcurrentHashMap<>();

  private record Remembered(Optional<ApiKey> key, Instant at) {}

  /**
   * @param pepper at least 32 random bytes, kept apart from the store
   */
  public Keyring(ApiKeyStore store, byte[] pepper, InstantSource clock) {
    this.store = store;
    this.pepper = new SecretKeySpec(pepper, ALGORITHM);
    this.clock = clock;
  }

  /** A new key; its text appears only here. */
  public record Made(KeyText text, ApiKey key) {}

  /** Makes and stores a key. */
  public Made make(String owner, String label, Set<Scope> scopes, Optional<Instant> expiresAt) {
    Made made = unstored(owner, label, scopes, expiresAt);
    store.put(made.key());
    return made;
  }

  /** Makes a key that is known to nobody but the caller. */
  public Made unstored(String owner, String label, Set<Scope> scopes, Optional<Instant> expiresAt) {
    KeyText text = KeyText.next(random);
    ApiKey key =
        new ApiKey(
            text.id(),
            owner,
            label,
            scopes,
            mac(text.text()),
            clock.instant(),
            expiresAt,
            Optional.empty());
    return new Made(text, key);
  }

  /** Stores the key that the environment gives as the first admin key. */
  public void installAdmin(String text) {
    ApiKey admin = adminKey(text, mac(text), clock.instant());
    if (store.find(admin.id()).filter(key -> key.mac().equals(admin.mac())).isEmpty()) {
      store.put(admin);
    }
  }

  /**
   * The first admin key, for a store that does not keep it but is given its text anew.
   *
   * @param pepper as in the constructor
   */
  public static ApiKey adminKey(String text, byte[] pepper, Instant createdAt) {
    return adminKey(text, mac(new SecretKeySpec(pepper, ALGORITHM), text), createdAt);
  }

  private static ApiKey adminKey(String text, String mac, Instant createdAt) {
    return new ApiKey(
        KeyText.parse(text).map(KeyText::id).orElse(ADMIN_ID),
        ADMIN_OWNER,
        "given by the environment",
        Set.of(Scope.ALL),
        mac,
        createdAt,
        Optional.empty(),
        Optional.empty());
  }

  /** Who is behind the text; empty for every reason why nobody is. */
  public Optional<Principal> identify(String text) {
    String id = KeyText.parse(text).map(KeyText::id).orElse(ADMIN_ID);
    Optional<ApiKey> key = lookUp(id);
    boolean same =
        MessageDigest.isEqual(
            mac(text).getBytes(StandardCharsets.US_ASCII),
            key.map(ApiKey::mac).orElse("").getBytes(StandardCharsets.US_ASCII));
    return key.filter(found -> same && found.isLive(clock.instant()))
        .map(found -> new Principal(found.owner(), found.id(), found.scopes()));
  }

  /** Whether the key behind a principal still works. */
  public boolean isLive(Principal principal) {
    return lookUp(principal.keyId()).filter(key -> key.isLive(clock.instant())).isPresent();
  }

  /** Forgets what was remembered of a key, so that a change counts here at once. */
  public void forget(String id) {
    remembered.remove(id);
  }

  private Optional<ApiKey> lookUp(String id) {
    Instant now = clock.instant();
    Remembered known = remembered.get(id);
    if (known != null && known.at().plus(REMEMBERED).isAfter(now)) {
      return known.key();
    }
    Optional<ApiKey> key = store.find(id);
    if (remembered.size() >= REMEMBERED_MAX) {
      remembered.clear();
    }
    remembered.put(id, new Remembered(key, now));
    return key;
  }

  private String mac(String text) {
    return mac(pepper, text);
  }

  private static String mac(SecretKeySpec pepper, String text) {
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(pepper);
      return HexFormat.of().formatHex(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has " + ALGORITHM, e);
    }
  }
}
