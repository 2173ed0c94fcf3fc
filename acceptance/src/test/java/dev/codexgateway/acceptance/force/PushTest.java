package dev.codexgateway.acceptance.force;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.codexgateway.acceptance.Client;
import dev.codexgateway.acceptance.Json;
import dev.codexgateway.cloud.process.Child;
import dev.codexgateway.testkit.Concurrently;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;

class PushTest {
  private static final int DELIVERIES = 5;
  private static final int MOST_DELIVERIES = 20;

  @Test
  void push_fiveTimesToBothWorkersShuffled_startsEachJobOnce() throws Exception {
    CloudSite site = CloudSite.shared();
    List<String> jobs = new ArrayList<>();
    for (int i = 0; i < Effort.of(12, 200); i++) {
      jobs.add(site.client().submit("force-once", "5"));
    }
    List<Callable<Integer>> pushes = new ArrayList<>();
    for (String job : jobs) {
      for (Child worker : site.shape().workers()) {
        pushes.addAll(Collections.nCopies(DELIVERIES, () -> pushUntilTaken(worker, job)));
      }
    }
    Collections.shuffle(pushes, new Random());
    List<Integer> answers = Concurrently.call(pushes);
    assertEquals(pushes.size(), answers.stream().filter(status -> status == 204).count());
    new Checker(site).check(jobs);
    for (String job : jobs) {
      assertEquals(1, site.starts(job));
      assertEquals("succeeded", Json.state(site.client().job(job)));
    }
  }

  @Test
  void push_ofWhatNamesNoJob_isAcknowledged() throws Exception {
    Child worker = CloudSite.shared().worker(0);
    assertEquals(204, push(worker, "job_00000000000000000000000000"));
    assertEquals(204, push(worker, "no id"));
    assertEquals(204, send(worker, "no message"));
  }

  /** A busy store makes a worker answer 503, and Pub/Sub come again. */
  private static int pushUntilTaken(Child worker, String job) {
    int status = push(worker, job);
    for (int i = 0; status == 503 && i < MOST_DELIVERIES; i++) {
      status = push(worker, job);
    }
    return status;
  }

  private static int push(Child worker, String job) {
    String data = Base64.getEncoder().encodeToString(job.getBytes(StandardCharsets.UTF_8));
    String message = Json.object("data", data, "messageId", "1").toString();
    return send(worker, "{\"message\":" + message + ",\"subscription\":\"s\"}");
  }

  private static int send(Child worker, String body) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(worker.spec().url())
            .timeout(Client.PATIENCE)
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(body));
    try {
      return Client.send(request).status();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return 0;
    }
  }

  @Test
  void sweeper_ofAJobThatRuns_ringsForNothingNew() throws Exception {
    CloudSite site = CloudSite.shared();
    // Longer than the lease and several sweeps.
    String job = site.client().submit("force-once", "100");
    new Checker(site).check(List.of(job));
    assertEquals(1, site.starts(job));
    assertTrue(Json.string(site.client().job(job), "stdout").endsWith("end\n"));
  }
}
