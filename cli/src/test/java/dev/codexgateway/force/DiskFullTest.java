package dev.codexgateway.force;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import dev.codexgateway.force.RpcClient.Reply;
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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/** No space left under the data directory, then space again. */
final class DiskFullTest {
  private static final int DISK_MEBIBYTES = 48;
  private static final int REFUSALS = 20;
  private static final int MOST_SUBMITS = 500;
  private static final Duration ANSWER_LIMIT = Duration.ofMillis(2500);
  private static final Duration RECOVERY_PATIENCE = Duration.ofSeconds(15);
  private static final Duration SETTLE_PATIENCE = Duration.ofSeconds(90);

  /** Large enough to need space that a log of committed writes does not have left over. */
  private static final String LARGE = "x".repeat(200_000);

  @TempDir(cleanup = CleanupMode.ON_SUCCESS)
  private Path directory;

  private final Ledger ledger = new Ledger();

  @Test
  void submit_onFullDisk_isRefusedUntilThereIsSpaceAgain() throws Exception {
    try (Tmpfs disk = Tmpfs.mount(directory.resolve("disk"), DISK_MEBIBYTES);
        Site site = Site.in(directory, disk.path("data"))) {
      try (GatewayProcess gateway = GatewayProcess.startReady(site);
          RpcClient rpc = new RpcClient(site);
          HttpClient http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
          ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
        String ticker = accept(rpc, Submission.of("ticker"));
        Follower follower = new Follower(http, site, ledger, ticker, new Random(1));
        Future<?> watcher = threads.submit(() -> followToTheEnd(follower));
        Wait.until("the job runs", RECOVERY_PATIENCE, () -> ledger.eventsSeen() > 10);

        disk.fill();
        submitUntilRefused(rpc);
        assertTrue(gateway.isAlive(), gateway::logTail);
        disk.free();
        Wait.until("submits succeed again", RECOVERY_PATIENCE, () -> isAccepted(rpc));
        site.raise("stop");
        rpc.awaitSettled(SETTLE_PATIENCE);
        watcher.get(SETTLE_PATIENCE.toSeconds(), TimeUnit.SECONDS);
        gateway.terminate();
        gateway.awaitExit(Duration.ofSeconds(10));
      }
      StoreImage image = StoreImage.read(site.data());
      List<String> violations = new ArrayList<>(StoreChecker.check(image));
      violations.addAll(ledger.compare(image, Map.of()));
      violations.addAll(StoreChecker.unsettled(image));
      assertEquals(List.of(), violations);
    }
  }

  private String accept(RpcClient rpc, Submission submission) throws InterruptedException {
    String id = rpc.submit(submission);
    ledger.accepted(submission, id);
    return id;
  }

  private boolean isAccepted(RpcClient rpc) throws InterruptedException {
    return submit(rpc, Submission.of("cat").withStdin(LARGE)) instanceof Reply.Result;
  }

  private Void followToTheEnd(Follower follower) throws InterruptedException {
    while (!follower.isComplete()) {
      follower.follow(Follower.Wire.WEB_SOCKET, Integer.MAX_VALUE);
    }
    return null;
  }

  /** What is accepted meanwhile must be there afterwards, as all that is accepted. */
  private void submitUntilRefused(RpcClient rpc) throws InterruptedException {
    int refusals = 0;
    for (int i = 0; i < MOST_SUBMITS && refusals < REFUSALS; i++) {
      long begin = System.nanoTime();
      Reply reply = submit(rpc, Submission.of("cat").withStdin(LARGE));
      Duration took = Duration.ofNanos(System.nanoTime() - begin);
      assertTrue(took.compareTo(ANSWER_LIMIT) <= 0, () -> "answered after " + took);
      if (!(reply instanceof Reply.Result)) {
        refusals++;
        assertTrue(
            reply instanceof Reply.Refused(int status, int code, var retryAfter, var _)
                && status == 503
                && code == -32006
                && retryAfter.isPresent(),
            () -> "answered with " + reply);
      }
    }
    assertEquals(REFUSALS, refusals);
  }

  private Reply submit(RpcClient rpc, Submission submission) throws InterruptedException {
    Reply reply = rpc.call("exec", submission.params());
    if (reply instanceof Reply.Result(JsonObject job)) {
      ledger.accepted(submission, job.get("job_id").getAsString());
    }
    return reply;
  }
}
