package dev.codexgateway.functions.worker;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.codexgateway.core.event.Event;
import dev.codexgateway.core.event.EventType;
import dev.codexgateway.core.job.JobId;
import dev.codexgateway.core.job.JobStore.Claim;
import dev.codexgateway.core.job.NewJob;
import dev.codexgateway.core.job.StoreUnavailableException;
import dev.codexgateway.functions.worker.process.RunControl;
import dev.codexgateway.functions.worker.process.StopReason;
import dev.codexgateway.testkit.Concurrently;
import dev.codexgateway.testkit.Fixtures;
import dev.codexgateway.testkit.SettableClock;
import dev.codexgateway.testkit.memory.MemoryPlatform;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

final class JobLogTest {
  private static final Duration LONG = Duration.ofHours(1);
  private static final long HALF_LONG_NANOS = LONG.dividedBy(2).toNanos();

  private final SettableClock clock = SettableClock.standing();
  private final ProbedPlatform platform = new ProbedPlatform(new MemoryPlatform(clock));
  private final RunControl control = new RunControl();
  private final List<Event> published = new CopyOnWriteArrayList<>();
  private final NewJob job = Fixtures.newJob(2);
  private final JobId id = job.id();

  @Test
  void output_inTheBeginning_lingers() {
    JobLog log = log(LONG, Duration.ZERO);
    log.stdout(bytes("a"));
    assertTrue(log.nanosUntilTick() > HALF_LONG_NANOS);
    assertEquals(0, platform.jobs().count("append"));
  }

  @Test
  void output_afterAPause_lingersAgain() {
    JobLog log = log(LONG, Duration.ZERO);
    log.stdout(bytes("a"));
    log.tick();
    assertEquals(Long.MAX_VALUE, log.nanosUntilTick());
    log.stdout(bytes("b"));
    assertTrue(log.nanosUntilTick() > HALF_LONG_NANOS);
  }

  @Test
  void output_soonAfterAChunk_waitsForTheInterval() {
    JobLog log = log(Duration.ZERO, LONG);
    log.stdout(bytes("a"));
    assertTrue(log.nanosUntilTick() <= 0);
    log.tick();
    log.stdout(bytes("b"));
    assertTrue(log.nanosUntilTick() > HALF_LONG_NANOS);
  }

  @Test
  void output_of32KiB_isStoredAtOnce() {
    JobLog log = log(LONG, LONG);
    log.stdout(bytes("x".repeat(WorkerSettings.CHUNK_BYTES - 1)));
    assertEquals(0, platform.jobs().count("append"));
    log.stdout(bytes("x"));
    assertEquals(1, platform.jobs().count("append"));
    assertEquals(Long.MAX_VALUE, log.nanosUntilTick());
  }

  @Test
  void tick_storesFirstAndPublishesSecond() {
    JobLog log = log(Duration.ZERO, Duration.ZERO);
    platform
        .feed()
        .subscribe(
            id,
            (_, events) ->
                assertEquals(
                    events.getLast(), platform.memory().jobs().events(id, 1, 100).getLast()));
    log.stdout(bytes("a"));
    log.stderr(bytes("b"));
    log.tick();
    assertEquals(
        List.of(EventType.STATE, EventType.STDOUT, EventType.STDERR),
        published.stream().map(Event::type).toList());
    assertEquals(platform.memory().jobs().events(id, 2, 100), published);
  }

  @Test
  void tick_withoutOutput_publishesTheClaimAfterTheLinger() {
    JobLog log = log(Duration.ZERO, Duration.ZERO);
    assertTrue(log.nanosUntilTick() <= 0);
    log.tick();
    assertEquals(List.of(EventType.STATE), published.stream().map(Event::type).toList());
    assertEquals(Long.MAX_VALUE, log.nanosUntilTick());
    assertEquals(0, platform.jobs().count("append"));
  }

  @Test
  void tick_fenced_stopsTheRunAndPublishesNothing() {
    JobLog log = log(Duration.ZERO, Duration.ZERO);
    clock.advance(Fixtures.LEASE);
    assertInstanceOf(Claim.Claimed.class, platform.jobs().claim(id, Fixtures.LEASE));
    log.stdout(bytes("late"));
    log.tick();
    assertEquals(Optional.of(StopReason.LEASE_LOST), control.stopReason());
    assertEquals(List.of(), published);
    assertEquals(3, platform.memory().jobs().events(id, 1, 100).size());
  }

  @Test
  void tick_answerOfAWriteLost_isStoredAndPublishedOnce() {
    JobLog log = log(Duration.ZERO, Duration.ZERO);
    platform
        .jobs()
        .at(
            "append",
            (count, call) -> {
              Object answer = call.get();
              if (count == 1) {
                throw new StoreUnavailableException("the answer is lost");
              }
              return answer;
            });
    log.stdout(bytes("a"));
    log.tick();
    log.stdout(bytes("b"));
    log.tick();
    assertEquals(3, platform.jobs().count("append"));
    assertEquals(4, platform.memory().jobs().events(id, 1, 100).size());
    assertEquals(platform.memory().jobs().events(id, 2, 100), published);
  }

  @Test
  void tick_cancelRequested_stopsTheRunAndKeepsItsOutput() {
    JobLog log = log(Duration.ZERO, Duration.ZERO);
    platform.jobs().cancel(id);
    log.stdout(bytes("a"));
    assertEquals(Optional.empty(), control.stopReason());
    log.tick();
    assertEquals(Optional.of(StopReason.CANCELLED), control.stopReason());
    assertEquals(platform.memory().jobs().events(id, 2, 100), published);
  }

  @Test
  void tick_storeAway_waitsAndLosesNothing() {
    JobLog log = log(Duration.ZERO, Duration.ZERO);
    platform.memory().jobs().setAvailable(false);
    log.stdout(bytes("a"));
    CompletableFuture<Void> tick = CompletableFuture.runAsync(log::tick);
    Concurrently.await("a refused write", () -> platform.jobs().count("append") >= 2);
    assertEquals(List.of(), published);
    platform.memory().jobs().setAvailable(true);
    tick.join();
    assertEquals(
        List.of(EventType.STATE, EventType.STDOUT), published.stream().map(Event::type).toList());
  }

  @Test
  void tick_storeAwayAndLeaseLost_givesUp() {
    JobLog log = log(Duration.ZERO, Duration.ZERO);
    platform.memory().jobs().setAvailable(false);
    control.stop(StopReason.LEASE_LOST);
    log.stdout(bytes("a"));
    assertThrows(StoreUnavailableException.class, log::tick);
  }

  private JobLog log(Duration linger, Duration interval) {
    platform.jobs().submit(job);
    var claimed = assertInstanceOf(Claim.Claimed.class, platform.jobs().claim(id, Fixtures.LEASE));
    platform.feed().subscribe(id, (_, events) -> published.addAll(events));
    WorkerSettings settings =
        new WorkerSettings(Path.of("unused"), Fixtures.LEASE, LONG, linger, interval, LONG);
    return new JobLog(
        claimed.lease(),
        platform.jobs(),
        platform.feed(),
        control,
        settings,
        new StoreRetry(id.value(), () -> control.stopReason().isPresent()),
        new OutputBuffer(clock, Long.MAX_VALUE),
        claimed.job().nextSeq(),
        claimed.events());
  }

  private static ByteBuffer bytes(String text) {
    return ByteBuffer.wrap(text.getBytes(UTF_8));
  }
}
