package dev.codexgateway.testkit.memory;

import dev.codexgateway.core.key.Keyring;
import dev.codexgateway.core.platform.Component;
import dev.codexgateway.core.platform.Platform;
import java.time.InstantSource;
import java.util.List;

/** A body that forgets everything, for tests of handlers and of the relay. */
public final class MemoryPlatform implements Platform {
  private static final byte[] PEPPER = new byte[32];

  private final InstantSource clock;
  private final MemoryJobStore jobs;
  private final MemoryJobQueue queue = new MemoryJobQueue();
  private final MemoryEventFeed feed = new MemoryEventFeed();
  private final MemoryArtifactStore artifacts;
  private final MemoryApiKeyStore keys = new MemoryApiKeyStore();
  private final MemoryTicketStore tickets;
  private final MemoryDeliveryStore deliveries;
  private final MemorySecretStore secrets = new MemorySecretStore();
  private final Keyring keyring;

  public MemoryPlatform(InstantSource clock) {
    this.clock = clock;
    this.jobs = new MemoryJobStore(clock);
    this.artifacts = new MemoryArtifactStore(clock);
    this.tickets = new MemoryTicketStore(clock);
    this.deliveries = new MemoryDeliveryStore(jobs, clock);
    this.keyring = new Keyring(keys, PEPPER, clock);
  }

  @Override
  public MemoryJobStore jobs() {
    return jobs;
  }

  @Override
  public MemoryJobQueue queue() {
    return queue;
  }

  @Override
  public MemoryEventFeed feed() {
    return feed;
  }

  @Override
  public MemoryArtifactStore artifacts() {
    return artifacts;
  }

  @Override
  public MemoryApiKeyStore keys() {
    return keys;
  }

  @Override
  public Keyring keyring() {
    return keyring;
  }

  @Override
  public MemoryTicketStore tickets() {
    return tickets;
  }

  @Override
  public MemoryDeliveryStore deliveries() {
    return deliveries;
  }

  @Override
  public MemorySecretStore secrets() {
    return secrets;
  }

  @Override
  public InstantSource clock() {
    return clock;
  }

  @Override
  public String instanceId() {
    return "memory";
  }

  @Override
  public List<Component> components() {
    return List.of(
        new Component() {
          @Override
          public String name() {
            return "store";
          }

          @Override
          public boolean isReady() {
            return jobs.isAvailable();
          }
        });
  }

  @Override
  public void close() {}
}
