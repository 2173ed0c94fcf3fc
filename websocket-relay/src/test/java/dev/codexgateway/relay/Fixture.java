package dev.codexgateway.relay;

import dev.codexgateway.core.event.Event;
import dev.codexgateway.core.job.JobId;
import dev.codexgateway.core.key.Keyring;
import dev.codexgateway.core.key.Scope;
import dev.codexgateway.core.key.Ticket;
import dev.codexgateway.relay.http.HttpApplication;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.UnaryOperator;

/** A relay on a free port with everything in memory. */
final class Fixture implements AutoCloseable {
  static final String OWNER = "alice";

  final MemoryJobs jobs = new MemoryJobs();
  final MemoryFeed feed = new MemoryFeed();
  final MemoryKeys keys = new MemoryKeys();
  final Keyring keyring = new Keyring(keys, new byte[32], InstantSource.system());
  final Keyring.Made key =
      keyring.make(OWNER, "test", Set.of(Scope.WS_SUBSCRIBE), Optional.empty());
  final RelayServer server;

  Fixture() {
    this(settings -> settings);
  }

  Fixture(UnaryOperator<RelaySettings> change) {
    this(change, new TestApplication());
  }

  Fixture(UnaryOperator<RelaySettings> change, HttpApplication application) {
    RelaySettings base =
        RelaySettings.DEFAULTS
            .withAddress("127.0.0.1", 0)
            .withEventLoops(2)
            .withClosing(Duration.ofSeconds(2));
    Watching ports = new Watching(jobs, feed, keyring, keys, InstantSource.system());
    try {
      server = RelayServer.start(change.apply(base), ports, application);
    } catch (PortUnavailableException e) {
      throw new IllegalStateException(e);
    }
  }

  String keyText() {
    return key.text().text();
  }

  String keyOf(String owner, Scope... scopes) {
    return keyring.make(owner, "test", Set.of(scopes), Optional.empty()).text().text();
  }

  String ticket(Set<JobId> onlyJobs, Optional<String> origin) {
    return keys.issue(
        new Ticket(
            keyring.identify(keyText()).orElseThrow(),
            onlyJobs,
            origin,
            Instant.now().plusSeconds(60)));
  }

  JobId running() {
    return jobs.running(OWNER);
  }

  /** Stores and publishes. */
  void print(JobId id, String text) {
    feed.publish(id, jobs.print(id, text));
  }

  void succeed(JobId id) {
    List<Event> events = jobs.succeed(id);
    feed.publish(id, events);
  }

  WsClient ws() throws IOException {
    return WsClient.open(server.port(), "X-API-Key: " + keyText());
  }

  RawHttp raw() throws IOException {
    return RawHttp.open(server.port());
  }

  static void await(String what, BooleanSupplier condition) {
    long deadline = System.nanoTime() + Duration.ofSeconds(20).toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > deadline) {
        throw new AssertionError("not within 20 s: " + what);
      }
      LockSupport.parkNanos(1_000_000);
    }
  }

  @Override
  public void close() {
    server.close();
  }
}
