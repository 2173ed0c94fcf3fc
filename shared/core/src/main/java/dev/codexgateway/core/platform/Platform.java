package dev.codexgateway.core.platform;

import dev.codexgateway.core.artifact.ArtifactStore;
import dev.codexgateway.core.event.EventFeed;
import dev.codexgateway.core.hook.DeliveryStore;
import dev.codexgateway.core.job.JobQueue;
import dev.codexgateway.core.job.JobStore;
import dev.codexgateway.core.key.ApiKeyStore;
import dev.codexgateway.core.key.Keyring;
import dev.codexgateway.core.key.TicketStore;
import dev.codexgateway.core.secret.SecretStore;
import java.time.InstantSource;
import java.util.List;

/** The ports of one body: one machine, or Google Cloud. */
public interface Platform extends AutoCloseable {
  JobStore jobs();

  JobQueue queue();

  EventFeed feed();

  /** As {@link #feed}, for a process that follows many jobs at once. */
  default EventFeed relayFeed() {
    return feed();
  }

  ArtifactStore artifacts();

  ApiKeyStore keys();

  Keyring keyring();

  TicketStore tickets();

  SecretStore secrets();

  DeliveryStore deliveries();

  InstantSource clock();

  /**
   * Names the place where the state lives: the same after a restart, and nobody else's. Processes
   * of jobs carry it, so that a restarted gateway finds those of its killed predecessor.
   */
  String instanceId();

  /** What {@code /health/ready} asks. */
  List<Component> components();

  @Override
  void close();
}
