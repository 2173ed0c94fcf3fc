package dev.codexgateway.relay.hub;

import java.time.Duration;

/**
 * @param ringEvents latest events kept per watched job; a power of two
 * @param ringBytes about the most that those may take, so that large events make the ring shorter
 * @param pageBytes about the most read ahead from the store for one reader
 * @param storeReads reads of the store at the same time, over all readers
 * @param silence after so long without live events the store is asked once per watched job, which
 *     heals a lost last publish
 */
public record HubLimits(
    int ringEvents, int ringBytes, int pageBytes, int storeReads, Duration silence) {
  public static final HubLimits DEFAULTS =
      new HubLimits(256, 512 * 1024, 128 * 1024, 16, Duration.ofSeconds(5));

  public HubLimits {
    if (Integer.bitCount(ringEvents) != 1) {
      throw new IllegalArgumentException("ringEvents must be a power of two");
    }
    if (ringBytes < 1 || pageBytes < 1 || storeReads < 1) {
      throw new IllegalArgumentException("ringBytes, pageBytes and storeReads must be positive");
    }
  }

  public HubLimits withRing(int events, int bytes) {
    return new HubLimits(events, bytes, pageBytes, storeReads, silence);
  }

  public HubLimits withPageBytes(int value) {
    return new HubLimits(ringEvents, ringBytes, value, storeReads, silence);
  }

  public HubLimits withSilence(Duration value) {
    return new HubLimits(ringEvents, ringBytes, pageBytes, storeReads, value);
  }
}
