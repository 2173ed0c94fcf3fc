package dev.codexgateway.testkit.memory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.codexgateway.core.artifact.ArtifactStore;
import dev.codexgateway.core.event.EventFeed;
import dev.codexgateway.core.job.JobId;
import dev.codexgateway.core.job.JobQueue;
import dev.codexgateway.core.job.JobStore;
import dev.codexgateway.core.job.StoreUnavailableException;
import dev.codexgateway.core.key.ApiKeyStore;
import dev.codexgateway.core.key.TicketStore;
import dev.codexgateway.core.secret.SecretStore;
import dev.codexgateway.testkit.ApiKeyStoreContract;
import dev.codexgateway.testkit.ArtifactStoreContract;
import dev.codexgateway.testkit.DeliveryStoreContract;
import dev.codexgateway.testkit.EventFeedContract;
import dev.codexgateway.testkit.JobQueueContract;
import dev.codexgateway.testkit.JobStoreContract;
import dev.codexgateway.testkit.SecretStoreContract;
import dev.codexgateway.testkit.SettableClock;
import dev.codexgateway.testkit.TicketStoreContract;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** The ports in memory keep the contracts that the real ones keep. */
class MemoryPlatformTest {
  @Nested
  class Secrets extends SecretStoreContract {
    private final MemorySecretStore secrets = new MemorySecretStore();

    @Override
    protected SecretStore openStore(InstantSource clock) {
      return secrets;
    }

    @Override
    protected void set(String name, String value) {
      secrets.set(name, value);
    }

    @Override
    protected void remove(String name) {
      secrets.remove(name);
    }
  }

  @Nested
  class Jobs extends JobStoreContract {
    @Override
    protected JobStore openStore(InstantSource clock) {
      return new MemoryJobStore(clock);
    }
  }

  @Nested
  class Queue extends JobQueueContract {
    private final MemoryJobQueue queue = new MemoryJobQueue();

    @Override
    protected JobQueue openQueue() {
      return queue;
    }

    @Override
    protected Optional<JobId> hear(Duration patience) throws InterruptedException {
      return queue.poll(patience);
    }
  }

  @Nested
  class Feed extends EventFeedContract {
    @Override
    protected EventFeed openFeed() {
      return new MemoryEventFeed();
    }
  }

  @Nested
  class Keys extends ApiKeyStoreContract {
    @Override
    protected ApiKeyStore openStore() {
      return new MemoryApiKeyStore();
    }
  }

  @Nested
  class Tickets extends TicketStoreContract {
    @Override
    protected TicketStore openStore(InstantSource clock) {
      return new MemoryTicketStore(clock);
    }
  }

  @Nested
  class Deliveries extends DeliveryStoreContract {
    @Override
    protected Stores openStores(InstantSource clock) {
      MemoryJobStore jobs = new MemoryJobStore(clock);
      return new Stores(jobs, new MemoryDeliveryStore(jobs, clock));
    }
  }

  @Nested
  class Artifacts extends ArtifactStoreContract {
    @Override
    protected ArtifactStore openStore(InstantSource clock) {
      return new MemoryArtifactStore(clock);
    }
  }

  @Test
  void store_switchedOff_refusesUntilItIsOnAgain() {
    try (MemoryPlatform platform = new MemoryPlatform(SettableClock.standing())) {
      platform.jobs().setAvailable(false);
      assertThrows(StoreUnavailableException.class, () -> platform.jobs().find(JobId.next()));
      assertFalse(platform.components().getFirst().isReady());
      platform.jobs().setAvailable(true);
      assertEquals(Optional.empty(), platform.jobs().find(JobId.next()));
      assertTrue(platform.components().getFirst().isReady());
    }
  }
}
