package dev.codexgateway.force;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/** One data directory and one port serve one gateway. */
final class ExclusiveStartTest {
  @TempDir(cleanup = CleanupMode.ON_SUCCESS)
  private Path directory;

  @Test
  void serve_onDataDirectoryInUse_saysSoInOneLineAndFails() throws Exception {
    try (Site site = Site.in(directory);
        GatewayProcess _ = GatewayProcess.startReady(site)) {
      assertRefused(GatewayProcess.startInVain(site.withFreePort()), site.data().toString());
      assertStillServes(site);
    }
  }

  @Test
  void serve_onPortInUse_saysSoInOneLineAndFails() throws Exception {
    try (Site site = Site.in(directory);
        GatewayProcess _ = GatewayProcess.startReady(site)) {
      Site other = site.withData(directory.resolve("other"));
      assertRefused(GatewayProcess.startInVain(other), Integer.toString(site.port()));
      assertStillServes(site);
    }
  }

  @Test
  void serve_afterKillOfTheFormer_startsAtOnce() throws Exception {
    try (Site site = Site.in(directory);
        RpcClient rpc = new RpcClient(site)) {
      String jobId;
      try (GatewayProcess first = GatewayProcess.startReady(site)) {
        jobId = rpc.submit(Submission.of("true").withWait(10));
        first.kill();
      }
      try (GatewayProcess _ = GatewayProcess.startReady(site)) {
        assertEquals("succeeded", rpc.state(jobId));
      }
    }
  }

  private static void assertRefused(GatewayProcess.Failure failure, String culprit) {
    assertTrue(failure.ended(), "the second gateway runs");
    assertNotEquals(0, failure.exitCode());
    assertEquals("", failure.stdout());
    assertEquals(1, failure.stderr().lines().count(), failure.stderr());
    assertTrue(failure.stderr().contains(culprit), failure.stderr());
    assertFalse(failure.stderr().contains("Exception"), failure.stderr());
  }

  private static void assertStillServes(Site site) throws InterruptedException {
    try (RpcClient rpc = new RpcClient(site)) {
      String jobId = rpc.submit(Submission.of("echo", "still", "here").withWait(10));
      assertEquals("succeeded", rpc.state(jobId));
    }
  }
}
