package dev.codexgateway.force;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/**
 * {@code kill -9} of the whole gateway at random moments under load, again and again on the same
 * data directory. Settings: {@code -Dforce.rounds}, {@code -Dforce.seed}.
 */
final class KillTest {
  private static final int SHORT = 6;
  private static final int LONG = 50;

  @TempDir(cleanup = CleanupMode.ON_SUCCESS)
  private Path directory;

  @Test
  void kill_atRandomMomentsUnderLoad_losesNothing() throws Exception {
    run(Integer.getInteger("force.rounds", SHORT));
  }

  @Test
  @Tag("long")
  void kill_fiftyTimesUnderLoad_losesNothing() throws Exception {
    run(LONG);
  }

  private void run(int rounds) throws Exception {
    long seed = Long.getLong("force.seed", System.nanoTime());
    try (Site site = Site.in(directory);
        Campaign campaign = new Campaign(site, seed)) {
      for (int round = 1; round <= rounds; round++) {
        campaign.killOnce(round);
      }
      campaign.settle();
    } catch (AssertionError e) {
      throw new AssertionError(
          "-Dforce.seed=" + seed + " -Dforce.rounds=" + rounds + " in " + directory, e);
    }
  }

  /** The lives and deaths of one gateway. */
  private static final class Campaign implements AutoCloseable {
    private static final Duration LONGEST_LIFE = Duration.ofSeconds(6);
    private static final Duration GONE_PATIENCE = Duration.ofSeconds(60);
    private static final Duration SETTLE_PATIENCE = Duration.ofSeconds(90);

    private final Site site;
    private final Processes processes;
    private final Ledger ledger = new Ledger();
    private final Random random;
    private final Load load;
    private Set<Processes.Id> leftBehind = Set.of();

    Campaign(Site site, long seed) {
      this.site = site;
      this.processes = new Processes(site);
      this.random = new Random(seed);
      this.load = Load.start(site, ledger, random.nextLong());
    }

    /** Every fifth time or so it dies while it starts. */
    void killOnce(int round) throws Exception {
      try (GatewayProcess gateway = GatewayProcess.start(site)) {
        if (round > 1 && random.nextInt(5) == 0) {
          Thread.sleep(random.nextInt(1500));
        } else {
          gateway.awaitReady();
          Processes.awaitGone(leftBehind, GONE_PATIENCE);
          awaitWork();
        }
        assertTrue(gateway.isAlive(), () -> "the gateway ended by itself" + gateway.logTail());
        gateway.kill();
      }
      leftBehind = processes.living();
      report("round " + round + ", " + leftBehind.size() + " processes left behind");
      check(false);
    }

    /** Until the gateway has taken a random number of jobs, and then a random moment more. */
    private void awaitWork() throws InterruptedException {
      int enough = ledger.acceptedJobs().size() + random.nextInt(1, 120);
      long latest = System.nanoTime() + LONGEST_LIFE.toNanos();
      Wait.until(
          "jobs were accepted",
          LONGEST_LIFE.multipliedBy(2),
          () -> ledger.acceptedJobs().size() >= enough || System.nanoTime() > latest);
      Thread.sleep(random.nextInt(50));
    }

    /** The last life: everything comes to its end. */
    void settle() throws Exception {
      try (GatewayProcess gateway = GatewayProcess.startReady(site);
          RpcClient rpc = new RpcClient(site)) {
        Processes.awaitGone(leftBehind, GONE_PATIENCE);
        load.finish();
        rpc.awaitSettled(SETTLE_PATIENCE);
        gateway.terminate();
        gateway.awaitExit(Duration.ofSeconds(10));
      }
      assertEquals(Set.of(), processes.living());
      try (Stream<Path> left = Files.list(site.data().resolve("work"))) {
        assertEquals(List.of(), left.toList());
      }
      check(true);
      report("settled");
    }

    private void check(boolean settled) {
      StoreImage image = StoreImage.read(site.data());
      List<String> violations = new ArrayList<>(StoreChecker.check(image));
      violations.addAll(ledger.compare(image, processes.starts()));
      if (settled) {
        violations.addAll(StoreChecker.unsettled(image));
      }
      assertEquals(List.of(), violations);
    }

    private void report(String moment) {
      System.out.println("kill -9: " + moment + ": " + load);
    }

    @Override
    public void close() {
      load.close();
    }
  }
}
