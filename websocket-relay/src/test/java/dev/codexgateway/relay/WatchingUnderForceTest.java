package dev.codexgateway.relay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.codexgateway.core.event.Event;
import dev.codexgateway.core.job.JobId;
import dev.codexgateway.relay.watch.CloseCode;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever happens in between, a watcher sees every event once, in order, equal to the store. */
class WatchingUnderForceTest {
  private static final Duration SILENCE = Duration.ofMillis(100);

  /** Reads notifications of one job and keeps what a client must: the next number. */
  private static final class Mirror {
    private final Fixture relay;
    private final JobId job;
    private final List<String> events = new ArrayList<>();
    private int caughtUp;
    private boolean ended;

    Mirror(Fixture relay, JobId job) {
      this.relay = relay;
      this.job = job;
    }

    long next() {
      return events.size() + 1L;
    }

    WsClient subscribed() throws IOException {
      WsClient client = relay.ws();
      client.subscribe(1, job.value(), next());
      JsonObject answer = client.nextJson();
      assertTrue(answer.has("result"), answer.toString());
      caughtUp = 0;
      return client;
    }

    /** Takes one message. */
    void take(JsonObject message) {
      JsonObject params = message.getAsJsonObject("params");
      switch (message.get("method").getAsString()) {
        case "event" -> {
          assertEquals(next(), params.get("seq").getAsLong(), "once and in order");
          params.remove("job_id");
          events.add(params.toString());
        }
        case "caught_up" -> {
          assertEquals(1, ++caughtUp, "caught_up once");
          assertEquals(next() - 1, params.get("seq").getAsLong());
        }
        case "end" -> {
          assertEquals(1, caughtUp, "caught_up before end");
          ended = true;
        }
        default -> throw new AssertionError(message.toString());
      }
    }

    void readToEnd(WsClient client) throws IOException {
      while (!ended) {
        take(client.nextJson());
      }
    }

    /** Watches in pieces of random length until the end. */
    Mirror watch(Random random) throws IOException {
      while (!ended) {
        try (WsClient client = subscribed()) {
          int pieces = random.nextInt(40);
          for (int i = 0; i < pieces && !ended; i++) {
            take(client.nextJson());
          }
        }
      }
      return this;
    }

    void assertEqualToTheStore() {
      List<String> stored = new ArrayList<>();
      for (String json : relay.jobs.logJson(job)) {
        stored.add(JsonParser.parseString(json).toString());
      }
      assertEquals(stored, events);
    }
  }

  /** Loses, doubles and reorders what it publishes. */
  private static void publishBadly(Fixture relay, JobId job, List<Event> late, Random random) {
    List<Event> now = new ArrayList<>();
    for (Event event : new ArrayList<>(late)) {
      switch (random.nextInt(5)) {
        case 0 -> late.remove(event);
        case 1 -> now.add(event);
        case 2, 3 -> {
          now.add(event);
          late.remove(event);
        }
        default -> {}
      }
    }
    Collections.shuffle(now, random);
    relay.feed.publish(job, now);
  }

  private static String text(Random random) {
    return "x\u00e9\uD83D\uDE00\"".repeat(random.nextInt(8) == 0 ? random.nextInt(2_000) : 5);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4})
  void watchersThatComeAndGo_overABadFeed_seeTheLog(long seed) throws Exception {
    Random random = new Random(seed);
    try (Fixture relay =
            new Fixture(
                s ->
                    s.withHub(
                        s.hub().withSilence(SILENCE).withRing(16, 40_000).withPageBytes(5_000)));
        ExecutorService watchers = Executors.newVirtualThreadPerTaskExecutor()) {
      List<JobId> jobs = List.of(relay.running(), relay.running(), relay.running());
      List<Future<Mirror>> mirrors = new ArrayList<>();
      for (int i = 0; i < 45; i++) {
        Random own = new Random(seed * 1_000 + i);
        JobId job = jobs.get(i % jobs.size());
        Callable<Mirror> watch = () -> new Mirror(relay, job).watch(own);
        mirrors.add(watchers.submit(watch));
      }
      List<List<Event>> late = List.of(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
      for (int i = 0; i < 1_500; i++) {
        int which = random.nextInt(jobs.size());
        late.get(which).addAll(relay.jobs.print(jobs.get(which), text(random)));
        publishBadly(relay, jobs.get(which), late.get(which), random);
      }
      for (JobId job : jobs) {
        // The last events are never published: the check of silent topics must find them.
        relay.jobs.succeed(job);
      }
      for (Future<Mirror> mirror : mirrors) {
        mirror.get().assertEqualToTheStore();
      }
      Fixture.await("no topic stays", () -> relay.server.watchedJobs() == 0);
      Fixture.await("no socket stays", () -> relay.server.watchers() == 0);
      for (JobId job : jobs) {
        assertEquals(0, relay.feed.listeners(job));
      }
    }
  }

  @Test
  void replayAgainstLive_hasNoSeam() throws Exception {
    try (Fixture relay = new Fixture();
        ExecutorService watchers = Executors.newVirtualThreadPerTaskExecutor()) {
      JobId job = relay.running();
      for (int i = 0; i < 1_000; i++) {
        relay.jobs.print(job, "before " + i);
      }
      CountDownLatch half = new CountDownLatch(1);
      List<Future<Mirror>> mirrors = new ArrayList<>();
      for (int i = 0; i < 20; i++) {
        Callable<Mirror> watch =
            () -> {
              Mirror mirror = new Mirror(relay, job);
              half.await();
              try (WsClient client = mirror.subscribed()) {
                mirror.readToEnd(client);
              }
              return mirror;
            };
        mirrors.add(watchers.submit(watch));
      }
      for (int i = 0; i < 3_000; i++) {
        relay.print(job, "live " + i);
        if (i == 500) {
          half.countDown();
        }
      }
      relay.succeed(job);
      for (Future<Mirror> mirror : mirrors) {
        mirror.get().assertEqualToTheStore();
      }
    }
  }

  @Test
  void thousandWatchers_allSeeAll_andReturningTogetherShareTheReads() throws Exception {
    try (Fixture relay = new Fixture();
        ExecutorService watchers = Executors.newVirtualThreadPerTaskExecutor()) {
      JobId job = relay.running();
      for (int i = 0; i < 50; i++) {
        relay.print(job, "before " + i);
      }
      CountDownLatch subscribed = new CountDownLatch(1_000);
      List<Future<Mirror>> mirrors = new ArrayList<>();
      for (int i = 0; i < 1_000; i++) {
        Callable<Mirror> watch =
            () -> {
              Mirror mirror = new Mirror(relay, job);
              try (WsClient client = mirror.subscribed()) {
                subscribed.countDown();
                mirror.readToEnd(client);
              }
              return mirror;
            };
        mirrors.add(watchers.submit(watch));
      }
      subscribed.await();
      for (int i = 0; i < 50; i++) {
        relay.print(job, "live " + i);
      }
      relay.succeed(job);
      for (Future<Mirror> mirror : mirrors) {
        mirror.get().assertEqualToTheStore();
      }
      assertTrue(relay.jobs.eventReads() < 100, "reads: " + relay.jobs.eventReads());
    }
  }

  @Test
  void ringOverrun_fallsBackToTheStore() throws Exception {
    try (Fixture relay = new Fixture(s -> s.withHub(s.hub().withRing(4, 1_000_000)))) {
      JobId job = relay.running();
      Mirror mirror = new Mirror(relay, job);
      try (WsClient client = mirror.subscribed()) {
        List<Event> burst = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
          burst.addAll(relay.jobs.print(job, "line " + i));
        }
        relay.feed.publish(job, burst);
        relay.succeed(job);
        mirror.readToEnd(client);
        mirror.assertEqualToTheStore();
      }
    }
  }

  @Test
  void storeThatFailsForAWhile_delaysButLosesNothing() throws Exception {
    try (Fixture relay = new Fixture(s -> s.withHub(s.hub().withSilence(SILENCE)))) {
      JobId job = relay.running();
      Mirror mirror = new Mirror(relay, job);
      try (WsClient client = mirror.subscribed()) {
        mirror.take(client.nextJson());
        mirror.take(client.nextJson());
        mirror.take(client.nextJson());
        List<Event> lost = relay.jobs.print(job, "lost");
        relay.jobs.unavailable(true);
        relay.print(job, "announced");
        assertEquals(3, lost.getFirst().seq());
        relay.jobs.unavailable(false);
        relay.jobs.succeed(job);
        mirror.readToEnd(client);
        mirror.assertEqualToTheStore();
      }
    }
  }

  @Test
  void slowReader_isToldWhereToResume_andDelaysNobody() throws Exception {
    try (Fixture relay =
        new Fixture(
            s ->
                s.withWatch(
                    s.watch()
                        .withTimes(
                            s.watch()
                                .times()
                                .withStall(Duration.ofMillis(300))
                                .withClosing(Duration.ofSeconds(15)))))) {
      JobId job = relay.running();
      Mirror slow = new Mirror(relay, job);
      Mirror fast = new Mirror(relay, job);
      WsClient sleeping =
          WsClient.open(RawHttp.open(relay.server.port(), 4096), "X-API-Key: " + relay.keyText());
      try (sleeping;
          WsClient awake = fast.subscribed()) {
        sleeping.subscribe(1, job.value(), 1);
        sleeping.nextJson();
        for (int i = 0; i < 1_000; i++) {
          relay.print(job, "0123456789".repeat(1_000));
        }
        while (fast.next() <= 1_002) {
          fast.take(awake.nextJson());
        }
        Fixture.await("the topic has one reader", () -> relay.server.readers() == 1);
        long resume = readToBye(sleeping, slow);
        assertEquals(slow.next(), resume);
        WsClient.Incoming close = sleeping.next();
        assertEquals(CloseCode.TOO_SLOW.code(), close.closeCode());
        assertEquals("too slow, resume from " + resume, close.closeReason());
      }
      try (WsClient again = slow.subscribed()) {
        relay.succeed(job);
        slow.readToEnd(again);
        slow.assertEqualToTheStore();
      }
    }
  }

  private static long readToBye(WsClient client, Mirror mirror) throws IOException {
    JsonObject message = client.nextJson();
    while (!message.get("method").getAsString().equals("bye")) {
      mirror.take(message);
      message = client.nextJson();
    }
    JsonArray resume = message.getAsJsonObject("params").getAsJsonArray("resume");
    return resume.get(0).getAsJsonObject().get("from").getAsLong();
  }
}
