package dev.codexgateway.acceptance.force;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import dev.codexgateway.acceptance.Client;
import dev.codexgateway.acceptance.Json;
import dev.codexgateway.acceptance.Wait;
import dev.codexgateway.cloud.process.Child;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class WorkerKillTest {
  @Test
  void kill_ofAWorkerAgainAndAgain_losesNoJob() throws Exception {
    CloudSite site = CloudSite.shared();
    List<String> accepted;
    try (Load load = new Load(site, 2, Duration.ofMillis(600), "force-again", "10")) {
      for (int i = 0; i < Effort.of(5, 30); i++) {
        Child worker = site.worker(i % 2);
        String running = runningJob(site);
        long killed = worker.pid();
        worker.kill();
        Wait.until("another worker", Client.PATIENCE, () -> worker.pid() != killed);
        worker.awaitReady();
        assertFalse(running.isEmpty());
      }
      load.stop();
      accepted = load.accepted();
    }
    new Checker(site).check(accepted);
    for (String id : accepted) {
      assertEquals("succeeded", Json.state(site.client().job(id)));
    }
  }

  private static String runningJob(CloudSite site) throws Exception {
    Client client = site.client();
    String id = client.submit("force-again", "30");
    Wait.until(id + " runs", Client.PATIENCE, () -> !Json.state(client.job(id)).equals("queued"));
    return id;
  }

  @Test
  void kill_underAJobThatMayRunOnce_endsItAsLost() throws Exception {
    CloudSite site = CloudSite.shared();
    Client client = site.client();
    String id = client.submit("force-once", "6000");
    client.awaitOutput(id, "begin");
    long pid = pidOf(client.job(id));
    for (Child worker : site.shape().workers()) {
      worker.kill();
    }
    JsonObject job = client.ended(id);
    assertEquals("lost", Json.state(job));
    assertTrue(ProcessHandle.of(pid).isEmpty(), "its process is still there");
    new Checker(site).check(List.of(id));
  }

  private static long pidOf(JsonObject job) {
    return Long.parseLong(
        Json.string(job, "stdout").lines().findFirst().orElseThrow().substring(6));
  }

  @Test
  void pause_forTwiceTheLease_endsTheStaleAttempt() throws Exception {
    CloudSite site = CloudSite.shared();
    Client client = site.client();
    String id = client.submit("force-again", "120");
    client.awaitOutput(id, "begin");
    long pid = pidOf(client.job(id));
    for (Child worker : site.shape().workers()) {
      worker.pause();
    }
    Thread.sleep(CloudSite.LEASE.multipliedBy(2));
    for (Child worker : site.shape().workers()) {
      worker.resume();
    }
    new Checker(site).check(List.of(id));
    assertEquals("succeeded", Json.state(client.job(id)));
    assertTrue(ProcessHandle.of(pid).isEmpty(), "the first process is still there");
  }

  @Test
  void pause_ofTheWorkerThatHoldsAJob_handsItToTheOther() throws Exception {
    CloudSite site = CloudSite.shared();
    Client client = site.client();
    String id = client.submit("force-again", "150");
    client.awaitOutput(id, "begin");
    long pid = pidOf(client.job(id));
    Child holder = holderOf(site, pid);
    holder.pause();
    try {
      Wait.until(
          "a second attempt", Client.PATIENCE, () -> Json.number(client.job(id), "attempt") == 2);
    } finally {
      holder.resume();
    }
    Wait.until(
        "the stale process is gone",
        CloudSite.LEASE.multipliedBy(3),
        () -> ProcessHandle.of(pid).isEmpty());
    new Checker(site).check(List.of(id));
    assertEquals("succeeded", Json.state(client.job(id)));
    assertEquals(2, Json.number(client.job(id), "attempt"));
  }

  private static Child holderOf(CloudSite site, long pid) {
    return site.shape().workers().stream()
        .filter(
            worker ->
                ProcessHandle.of(worker.pid())
                    .orElseThrow()
                    .descendants()
                    .anyMatch(process -> process.pid() == pid))
        .findFirst()
        .orElseThrow();
  }
}
