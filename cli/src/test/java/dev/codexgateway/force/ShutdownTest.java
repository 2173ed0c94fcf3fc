package dev.codexgateway.force;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import dev.codexgateway.force.LogConnection.Arrival;
import dev.codexgateway.force.RpcClient.Reply;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/** SIGTERM while jobs run that do not want to end. */
final class ShutdownTest {
  private static final Duration DRAIN_LIMIT = Duration.ofSeconds(10);
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  /** 128 + SIGTERM, as a shell reports it. */
  private static final int TERMINATED = 143;

  @TempDir(cleanup = CleanupMode.ON_SUCCESS)
  private Path directory;

  private final Ledger ledger = new Ledger();

  @Test
  void terminate_whileJobsRun_refusesIntakeEndsChildrenAndGivesLeasesBack() throws Exception {
    try (Site site = Site.in(directory);
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Processes processes = new Processes(site);
      Jobs jobs;
      List<String> waiting;
      try (GatewayProcess gateway = GatewayProcess.startReady(site);
          RpcClient rpc = new RpcClient(site);
          HttpClient http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build()) {
        jobs = Jobs.start(rpc, ledger, processes);
        Future<Arrival> watcher = threads.submit(() -> watch(http, site, jobs.retrySafe()));
        Wait.until("the watcher watches", PATIENCE, () -> ledger.eventsSeen() > 0);
        waiting = Jobs.more(rpc, ledger);

        long begin = System.nanoTime();
        gateway.terminate();
        List<Reply> replies = submitWhileItDrains(rpc, gateway);
        int exitCode = gateway.awaitExit(DRAIN_LIMIT);
        Duration took = Duration.ofNanos(System.nanoTime() - begin);

        assertEquals(TERMINATED, exitCode);
        assertTrue(took.compareTo(DRAIN_LIMIT) <= 0, () -> "took " + took + gateway.logTail());
        assertEquals(Set.of(), processes.living(), "children");
        assertRefusals(replies);
        Arrival last = watcher.get();
        assertTrue(
            last instanceof Arrival.Closed(int code, String _) && code >= 4500 && code < 4600,
            () -> "the watcher's last: " + last);
        System.out.println("SIGTERM: exit after " + took.toMillis() + " ms, watcher: " + last);
      }
      assertGivenBack(site, jobs, waiting);
      assertTakenUpAgain(site, jobs, waiting, processes);
    }
  }

  /**
   * @param lost may be started once only
   */
  private record Jobs(List<String> lost, String retrySafe) {
    private static final int MORE_THAN_WORKERS = 40;

    static Jobs start(RpcClient rpc, Ledger ledger, Processes processes)
        throws InterruptedException {
      String retrySafe = submit(rpc, ledger, Submission.of("second-time"));
      List<String> lost = new ArrayList<>();
      lost.add(submit(rpc, ledger, Submission.of("stubborn", 6000)));
      lost.add(submit(rpc, ledger, Submission.of("family", 6000)));
      lost.add(submit(rpc, ledger, Submission.of("hidden")));
      // 1 by itself, 2 with a child and a grandchild, and so on: all that lasts.
      Wait.until("all children run", PATIENCE, () -> processes.living().size() >= 11);
      return new Jobs(lost, retrySafe);
    }

    /** Some will run and some wait behind them. */
    static List<String> more(RpcClient rpc, Ledger ledger) throws InterruptedException {
      List<String> ids = new ArrayList<>();
      for (int i = 0; i < MORE_THAN_WORKERS; i++) {
        ids.add(submit(rpc, ledger, Submission.of("again", 10)));
      }
      return ids;
    }

    private static String submit(RpcClient rpc, Ledger ledger, Submission submission)
        throws InterruptedException {
      String id = rpc.submit(submission);
      ledger.accepted(submission, id);
      return id;
    }
  }

  private Arrival watch(HttpClient http, Site site, String jobId) throws InterruptedException {
    return new Follower(http, site, ledger, jobId, new Random(1))
        .follow(Follower.Wire.WEB_SOCKET, Integer.MAX_VALUE);
  }

  private List<Reply> submitWhileItDrains(RpcClient rpc, GatewayProcess gateway)
      throws InterruptedException {
    List<Reply> replies = new ArrayList<>();
    while (gateway.isAlive()) {
      Submission submission = Submission.of("again", 0);
      Reply reply = rpc.call("exec", submission.params());
      if (reply instanceof Reply.Result(JsonObject job)) {
        ledger.accepted(submission, job.get("job_id").getAsString());
      }
      replies.add(reply);
      Thread.sleep(20);
    }
    return replies;
  }

  /** Accepted before it began to drain, then refused, then nobody there. */
  private static void assertRefusals(List<Reply> replies) {
    assertTrue(
        replies.stream().anyMatch(ShutdownTest::isRefusal), () -> "no refusal in " + replies);
    int firstRefusal = 0;
    while (!isRefusal(replies.get(firstRefusal))) {
      firstRefusal++;
    }
    List<Reply> since = replies.subList(firstRefusal, replies.size());
    assertTrue(
        since.stream().allMatch(reply -> isRefusal(reply) || reply instanceof Reply.Unanswered),
        () -> "accepted while draining: " + since);
  }

  private static boolean isRefusal(Reply reply) {
    return reply instanceof Reply.Refused(int status, int code, var retryAfter, var _)
        && status == 503
        && code == -32006
        && retryAfter.isPresent();
  }

  private void assertGivenBack(Site site, Jobs jobs, List<String> waiting) {
    StoreImage image = StoreImage.read(site.data());
    assertEquals(List.of(), StoreChecker.check(image));
    assertEquals(List.of(), ledger.compare(image, Map.of()));
    assertTrue(
        image.jobs().values().stream().noneMatch(job -> job.state().equals("running")),
        "a lease was kept");
    jobs.lost().forEach(id -> assertEquals("lost", image.jobs().get(id).state()));
    assertEquals("queued", image.jobs().get(jobs.retrySafe()).state());
    assertTrue(
        waiting.stream().anyMatch(id -> image.jobs().get(id).state().equals("queued")),
        "nothing was left waiting, so nothing was shown");
  }

  private void assertTakenUpAgain(Site site, Jobs jobs, List<String> waiting, Processes processes)
      throws Exception {
    try (GatewayProcess gateway = GatewayProcess.startReady(site);
        RpcClient rpc = new RpcClient(site)) {
      rpc.awaitSettled(PATIENCE);
      JsonObject job = rpc.job(jobs.retrySafe());
      assertEquals("succeeded", job.get("state").getAsString());
      assertEquals(2, job.get("attempt").getAsInt());
      assertEquals("the second time\n", job.get("stdout").getAsString());
      for (String id : waiting) {
        assertEquals("succeeded", rpc.state(id));
      }
      gateway.terminate();
      gateway.awaitExit(DRAIN_LIMIT);
    }
    StoreImage image = StoreImage.read(site.data());
    assertEquals(List.of(), StoreChecker.check(image));
    assertEquals(List.of(), StoreChecker.unsettled(image));
    assertEquals(List.of(), ledger.compare(image, processes.starts()));
  }
}
