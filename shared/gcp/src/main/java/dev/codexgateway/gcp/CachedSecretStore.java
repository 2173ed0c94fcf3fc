package dev.codexgateway.gcp;

import dev.codexgateway.core.job.StoreUnavailableException;
import dev.codexgateway.core.secret.Secret;
import dev.codexgateway.core.secret.SecretStore;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Remembers values for {@link #FRESH}, so that a busy gateway does not pay for each use. Where the
 * source is away, a value serves until it is {@link #USABLE} old.
 */
final class CachedSecretStore implements SecretStore {
  static final Duration FRESH = Duration.ofSeconds(30);
  static final Duration USABLE = Duration.ofMinutes(5);

  /** Asking a source that is away takes time, so not every caller does. */
  private static final Duration BETWEEN_TRIES = Duration.ofSeconds(5);

  private static final Logger log = LoggerFactory.getLogger(CachedSecretStore.class);

  private final SecretStore source;
  private final InstantSource clock;
  private final Map<String, Entry> entries = new ConcurrentHashMap<>();

  CachedSecretStore(SecretStore source, InstantSource clock) {
    this.source = source;
    this.clock = clock;
  }

  /** What is known of one name. */
  private static final class Entry {
    private final ReentrantLock asking = new ReentrantLock();
    private volatile @Nullable Known known;
  }

  /**
   * @param read when the source gave the value
   * @param tried when it was last asked, with or without an answer
   */
  private record Known(Optional<Secret> value, Instant read, Instant tried) {
    boolean isGoodAt(Instant now) {
      return isYounger(read, FRESH, now)
          || (isYounger(read, USABLE, now) && isYounger(tried, BETWEEN_TRIES, now));
    }

    private static boolean isYounger(Instant then, Duration age, Instant now) {
      return then.plus(age).isAfter(now);
    }
  }

  @Override
  public Optional<Secret> find(String name) {
    SecretStore.requireName(name);
    Entry entry = entries.computeIfAbsent(name, _ -> new Entry());
    Known known = entry.known;
    return known != null && known.isGoodAt(clock.instant()) ? known.value() : ask(name, entry);
  }

  /** One caller asks; the others wait for what it learns. */
  private Optional<Secret> ask(String name, Entry entry) {
    entry.asking.lock();
    try {
      Instant now = clock.instant();
      Known known = entry.known;
      if (known != null && known.isGoodAt(now)) {
        return known.value();
      }
      Known answer = answer(name, known, now);
      entry.known = answer;
      return answer.value();
    } finally {
      entry.asking.unlock();
    }
  }

  private Known answer(String name, @Nullable Known old, Instant now) {
    try {
      return new Known(source.find(name), now, now);
    } catch (StoreUnavailableException e) {
      if (old == null || !old.read().plus(USABLE).isAfter(now)) {
        throw e;
      }
      log.warn("The value of {} serves on: {}", name, e.getMessage());
      return new Known(old.value(), old.read(), now);
    }
  }
}
