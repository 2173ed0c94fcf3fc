package dev.codexgateway.acceptance.force;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.codexgateway.acceptance.Answer;
import dev.codexgateway.acceptance.Client;
import dev.codexgateway.acceptance.Json;
import dev.codexgateway.acceptance.Wait;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class FirestoreDownTest {
  /** What the design promises. */
  private static final Duration PROMISED = Duration.ofMillis(2_500);

  /** What a machine with more processes than cores may add. */
  private static final Duration BUSY_MACHINE = Duration.ofMillis(1_500);

  @Test
  void intake_whileFirestoreStandsStill_is503InTime() throws Exception {
    CloudSite site = CloudSite.shared();
    List<Load.Said> refused;
    List<String> accepted;
    try (Load load = new Load(site, 2, Duration.ofMillis(200), "force-once", "1")) {
      Wait.until("some were accepted", Client.PATIENCE, () -> load.accepted().size() > 2);
      site.shape().firestore().pause();
      try {
        Wait.until(
            "some were refused", Client.PATIENCE, () -> load.refused().size() >= Effort.of(6, 60));
      } finally {
        site.shape().firestore().resume();
      }
      int before = load.accepted().size();
      Wait.until("accepts again", Client.PATIENCE, () -> load.accepted().size() > before);
      load.stop();
      refused = load.refused();
      accepted = load.accepted();
    }
    assertAllInTime(refused);
    new Checker(site).check(accepted);
  }

  private static void assertAllInTime(List<Load.Said> refused) {
    for (Load.Said said : refused) {
      assertEquals(503, said.status(), said::toString);
      assertTrue(said.body().contains("-32006"), said::toString);
      assertTrue(said.took().compareTo(PROMISED.plus(BUSY_MACHINE)) < 0, said::toString);
    }
  }

  @Test
  void job_thatRunsWhileFirestoreStandsStill_keepsItsOutput() throws Exception {
    CloudSite site = CloudSite.shared();
    Client client = site.client();
    String id = client.submit("force-again", "40");
    client.awaitOutput(id, "begin");
    site.shape().firestore().pause();
    Thread.sleep(CloudSite.LEASE.dividedBy(3));
    site.shape().firestore().resume();
    new Checker(site).check(List.of(id));
    assertEquals("succeeded", Json.state(client.job(id)));
    assertTrue(Json.string(client.job(id), "stdout").endsWith("step 40\nend\n"));
  }

  @Test
  void intake_whileFirestoreIsGone_is503AndHealthSaysSo() throws Exception {
    CloudSite site = CloudSite.shared();
    site.shape().firestore().down();
    try {
      for (int i = 0; i < 3; i++) {
        long began = System.nanoTime();
        Answer answer = site.client().call("exec", Json.object("command", "date"));
        Duration took = Duration.ofNanos(System.nanoTime() - began);
        assertAllInTime(List.of(new Load.Said(answer.status(), took, answer.body())));
        assertTrue(answer.header("Retry-After").isPresent());
      }
    } finally {
      site.shape().firestore().up();
    }
    Wait.until(
        "it works again, from nothing",
        Client.PATIENCE,
        () -> site.client().call("exec", Json.object("command", "date")).status() == 200);
    assertFalse(site.client().run("date").has("signal"));
  }
}
