package dev.codexgateway.functions.worker;

import dev.codexgateway.core.artifact.ArtifactStore;
import dev.codexgateway.core.event.EventFeed;
import dev.codexgateway.core.hook.DeliveryStore;
import dev.codexgateway.core.job.JobQueue;
import dev.codexgateway.core.key.ApiKeyStore;
import dev.codexgateway.core.key.Keyring;
import dev.codexgateway.core.key.TicketStore;
import dev.codexgateway.core.platform.Component;
import dev.codexgateway.core.platform.Platform;
import dev.codexgateway.core.secret.SecretStore;
import dev.codexgateway.testkit.memory.MemoryPlatform;
import java.time.InstantSource;
import java.util.List;

/** Ports in memory, with a probe between the worker and the job store. */
record ProbedPlatform(MemoryPlatform memory, StoreProbe jobs, ArtifactStore artifacts)
    implements Platform {
  ProbedPlatform(MemoryPlatform memory) {
    this(memory, new StoreProbe(memory.jobs()), memory.artifacts());
  }

  @Override
  public JobQueue queue() {
    return memory.queue();
  }

  @Override
  public EventFeed feed() {
    return memory.feed();
  }

  @Override
  public ApiKeyStore keys() {
    return memory.keys();
  }

  @Override
  public Keyring keyring() {
    return memory.keyring();
  }

  @Override
  public TicketStore tickets() {
    return memory.tickets();
  }

  @Override
  public SecretStore secrets() {
    return memory.secrets();
  }

  @Override
  public DeliveryStore deliveries() {
    return memory.deliveries();
  }

  @Override
  public InstantSource clock() {
    return memory.clock();
  }

  @Override
  public String instanceId() {
    return memory.instanceId();
  }

  @Override
  public List<Component> components() {
    return memory.components();
  }

  @Override
  public void close() {
    memory.close();
  }
}
