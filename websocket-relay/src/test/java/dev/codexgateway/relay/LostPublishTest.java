package dev.codexgateway.relay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import dev.codexgateway.core.job.JobId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A feed that loses everything delays watchers by the silence, and costs a read for each. */
@Timeout(60)
class LostPublishTest {
  private static final Duration SILENCE = Duration.ofMillis(200);

  @Test
  void everyPublishLost_watchersStillSeeTheLogToItsEnd() throws Exception {
    try (Fixture relay = new Fixture(s -> s.withHub(s.hub().withSilence(SILENCE)));
        WsClient client = relay.ws()) {
      JobId job = relay.running();
      client.subscribe(1, job.value(), 1);
      List<String> seen = new ArrayList<>();
      readUntil(client, seen, "caught_up");
      relay.jobs.print(job, "stored, never published");
      readUntil(client, seen, "event");
      relay.jobs.succeed(job);
      readUntil(client, seen, "end");
      assertEquals(relay.jobs.logJson(job), seen);
    }
  }

  @Test
  void silentJobs_costOneReadPerSilenceEach_andNoneOnceTheyEnded() throws Exception {
    try (Fixture relay = new Fixture(s -> s.withHub(s.hub().withSilence(SILENCE)));
        WsClient client = relay.ws();
        WsClient other = relay.ws()) {
      JobId job = relay.running();
      client.subscribe(1, job.value(), 1);
      other.subscribe(1, job.value(), 1);
      readUntil(client, new ArrayList<>(), "caught_up");
      readUntil(other, new ArrayList<>(), "caught_up");
      int before = relay.jobs.finds();
      long begin = System.nanoTime();
      Fixture.await("five looks", () -> relay.jobs.finds() >= before + 5);
      long silences = (System.nanoTime() - begin) / SILENCE.toNanos();
      assertTrue(silences >= 4, "five looks within " + silences + " silences");
      relay.jobs.succeed(job);
      readUntil(client, new ArrayList<>(), "end");
      readUntil(other, new ArrayList<>(), "end");
      Fixture.await("nobody watches", () -> relay.server.watchedJobs() == 0);
    }
  }

  private static void readUntil(WsClient client, List<String> events, String method)
      throws Exception {
    while (true) {
      JsonObject message = client.nextJson();
      if (!message.has("method")) {
        continue;
      }
      if (message.get("method").getAsString().equals("event")) {
        JsonObject params = message.getAsJsonObject("params");
        params.remove("job_id");
        events.add(params.toString());
      }
      if (message.get("method").getAsString().equals(method)) {
        return;
      }
    }
  }
}
