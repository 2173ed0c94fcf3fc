package dev.codexgateway.acceptance.force;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import dev.codexgateway.acceptance.Answer;
import dev.codexgateway.acceptance.Client;
import dev.codexgateway.acceptance.Json;
import dev.codexgateway.acceptance.Wait;
import dev.codexgateway.acceptance.crash.CrashPoint;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class CrashPointTest {
  @ParameterizedTest
  @EnumSource(names = {"AFTER_STORE", "AFTER_PUBLISH"})
  void intake_killedBeforeItsAnswer_leavesOneJobThatRuns(CrashPoint point) throws Exception {
    CloudSite site = CloudSite.shared();
    Client client = site.client();
    JsonObject params =
        Json.object(
            "command",
            "force-once",
            "args",
            List.of("1"),
            "idempotency_key",
            UUID.randomUUID().toString());
    site.arm(point);
    assertNotAccepted(client, params);
    assertEquals(false, site.isArmed(point), "nothing was killed");
    // The caller does as it is told, and tries again with the same key.
    Wait.until(
        "intake is back", Client.PATIENCE, () -> client.call("exec", params).status() == 200);
    String id = Json.id(client.call("exec", params).json().getAsJsonObject("result"));
    new Checker(site).check(List.of(id));
    assertEquals("succeeded", Json.state(client.job(id)));
    assertEquals(1, site.starts(id));
  }

  private static void assertNotAccepted(Client client, JsonObject params)
      throws InterruptedException {
    try {
      Answer answer = client.call("exec", params);
      assertEquals(503, answer.status(), answer::toString);
    } catch (IOException _) {
      // The connection broke: no answer is no acceptance, either.
    }
  }

  @Test
  void intake_killedAfterTheStore_runsItsJobWithoutATry() throws Exception {
    CloudSite site = CloudSite.shared();
    Client client = site.client();
    String label = UUID.randomUUID().toString();
    site.arm(CrashPoint.AFTER_STORE);
    assertNotAccepted(
        client, Json.object("command", "date", "labels", java.util.Map.of("crash", label)));
    Wait.until(
        "intake is back",
        Client.PATIENCE,
        () -> client.call("command.list", Json.object()).status() == 200);
    JsonObject listed = client.result("job.list", "label", "crash=" + label);
    List<String> ids = Json.strings(listed.getAsJsonArray("jobs"), "job_id");
    assertEquals(1, ids.size(), listed::toString);
    new Checker(site).check(ids);
    assertEquals("succeeded", Json.state(client.job(ids.getFirst())));
  }

  @Test
  void worker_killedBetweenUploadAndCommit_leavesOneOutcomeWithItsFile() throws Exception {
    CloudSite site = CloudSite.shared();
    site.arm(CrashPoint.AFTER_UPLOAD);
    String id = site.client().submit("force-file");
    new Checker(site).check(List.of(id));
    assertEquals(false, site.isArmed(CrashPoint.AFTER_UPLOAD), "nothing was killed");
    assertHasItsFile(site.client(), id);
    assertEquals(2, Json.number(site.client().job(id), "attempt"));
    assertEquals(2, site.starts(id));
  }

  @Test
  void worker_killedBetweenCommitAndAcknowledgement_doesNotRunAgain() throws Exception {
    CloudSite site = CloudSite.shared();
    site.arm(CrashPoint.AFTER_COMMIT);
    String id = site.client().submit("force-file");
    Wait.until(
        "the worker was killed", Client.PATIENCE, () -> !site.isArmed(CrashPoint.AFTER_COMMIT));
    new Checker(site).check(List.of(id));
    for (var worker : site.shape().workers()) {
      worker.awaitReady();
    }
    // Behind this one the redelivered message has long arrived.
    site.client().run("force-file");
    assertHasItsFile(site.client(), id);
    assertEquals(1, Json.number(site.client().job(id), "attempt"));
    assertEquals(1, site.starts(id));
  }

  private static void assertHasItsFile(Client client, String id) throws Exception {
    assertEquals("succeeded", Json.state(client.job(id)));
    JsonObject file =
        client
            .result("job.artifacts", "job_id", id)
            .getAsJsonArray("artifacts")
            .get(0)
            .getAsJsonObject();
    byte[] bytes = Client.download(URI.create(Json.string(file, "url"))).body();
    assertTrue(new String(bytes, StandardCharsets.UTF_8).equals("kept by " + id + "\n"));
  }
}
