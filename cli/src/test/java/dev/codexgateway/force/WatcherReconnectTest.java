package dev.codexgateway.force;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.codexgateway.force.Follower.Wire;
import dev.codexgateway.force.LogConnection.Arrival;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/** Watchers that leave and come back a thousand times while the jobs go on. */
final class WatcherReconnectTest {
  private static final int JOBS = 6;
  private static final int WATCHERS_PER_JOB = 4;
  private static final int DISCONNECTS = Integer.getInteger("force.disconnects", 1000);
  private static final int MOST_EVENTS = 12;
  private static final Duration END_PATIENCE = Duration.ofSeconds(60);

  @TempDir(cleanup = CleanupMode.ON_SUCCESS)
  private Path directory;

  private final Ledger ledger = new Ledger();
  private final AtomicInteger disconnects = new AtomicInteger();

  @Test
  void watch_withThousandDisconnectsOfRunningJobs_seesEveryEventOnceInOrder() throws Exception {
    long seed = Long.getLong("force.seed", System.nanoTime());
    Random random = new Random(seed);
    try (Site site = Site.in(directory);
        GatewayProcess gateway = GatewayProcess.startReady(site);
        RpcClient rpc = new RpcClient(site);
        HttpClient http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (Future<Follower> watching : watch(site, rpc, http, threads, random)) {
        Follower follower = watching.get(5, TimeUnit.MINUTES);
        assertEquals(storedLog(rpc, follower.jobId()), follower.events(), "seed " + seed);
      }
      http.shutdownNow();
      gateway.kill();
      StoreImage image = StoreImage.read(site.data());
      assertEquals(List.of(), ledger.compare(image, Map.of()), "seed " + seed);
    }
    assertTrue(disconnects.get() >= DISCONNECTS);
    System.out.println(
        "watchers: "
            + disconnects
            + " disconnects, "
            + ledger.eventsSeen()
            + " events of "
            + JOBS
            + " jobs");
  }

  private List<Future<Follower>> watch(
      Site site, RpcClient rpc, HttpClient http, ExecutorService threads, Random random)
      throws InterruptedException {
    List<Future<Follower>> followers = new ArrayList<>();
    for (int job = 0; job < JOBS; job++) {
      String id = rpc.submit(Submission.of("ticker"));
      for (int i = 0; i < WATCHERS_PER_JOB; i++) {
        Random own = new Random(random.nextLong());
        Wire wire = i % 2 == 0 ? Wire.WEB_SOCKET : Wire.SERVER_SENT_EVENTS;
        Follower follower = new Follower(http, site, ledger, id, own);
        followers.add(threads.submit(() -> comeAndGo(site, follower, wire, own)));
      }
    }
    return followers;
  }

  /** The jobs end once there were enough disconnects, so each was at a running job. */
  private Follower comeAndGo(Site site, Follower follower, Wire wire, Random random)
      throws Exception {
    while (disconnects.get() < DISCONNECTS) {
      // Now and then it leaves before anything has come.
      Arrival last = follower.follow(wire, random.nextInt(MOST_EVENTS));
      if (last instanceof Arrival.Entry && disconnects.incrementAndGet() == DISCONNECTS) {
        site.raise("stop");
      }
      assertFalse(last instanceof Arrival.Closed, () -> "was cut off: " + last);
    }
    if (!follower.isComplete()) {
      Arrival last = follower.follow(wire, Integer.MAX_VALUE);
      assertTrue(follower.isComplete(), () -> "was to see the end: " + last);
    }
    return follower;
  }

  private static List<String> storedLog(RpcClient rpc, String jobId) throws InterruptedException {
    rpc.awaitSettled(END_PATIENCE);
    List<String> log = new ArrayList<>();
    JsonObject params = Json.object("job_id", jobId);
    params.addProperty("limit", 1000);
    boolean complete = false;
    while (!complete) {
      params.addProperty("from", log.size() + 1);
      JsonObject page = rpc.result("job.log", params);
      for (JsonElement event : page.getAsJsonArray("events")) {
        log.add(Json.event(event.getAsJsonObject()));
      }
      complete = page.get("complete").getAsBoolean();
    }
    return log;
  }
}
