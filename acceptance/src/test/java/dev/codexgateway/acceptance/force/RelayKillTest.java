package dev.codexgateway.acceptance.force;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.google.gson.JsonObject;
import dev.codexgateway.acceptance.Client;
import dev.codexgateway.acceptance.EventStream;
import dev.codexgateway.acceptance.JobLog;
import dev.codexgateway.acceptance.Json;
import dev.codexgateway.acceptance.Wait;
import dev.codexgateway.cloud.process.Child;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class RelayKillTest {
  private static final int FOLLOWERS = 8;

  @Test
  void kill_ofRelaysWhileWatchersFollow_losesNoEvent() throws Exception {
    CloudSite site = CloudSite.shared();
    Client client = site.client();
    String id = client.submit("force-once", Integer.toString(Effort.of(150, 600)));
    AtomicInteger breaks = new AtomicInteger();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<List<JsonObject>>> followers = new ArrayList<>();
      for (int i = 0; i < FOLLOWERS; i++) {
        followers.add(
            threads.submit((Callable<List<JsonObject>>) () -> follow(client, id, breaks)));
      }
      client.awaitOutput(id, "begin");
      for (int i = 0; i < Effort.of(3, 20); i++) {
        killAndAwait(site.relay(i % 2));
      }
      for (Future<List<JsonObject>> follower : followers) {
        List<JsonObject> seen = follower.get(Client.PATIENCE.toSeconds(), TimeUnit.SECONDS);
        assertEquals(client.log(id), seen);
      }
    }
    JobLog.assertWhole(client.log(id));
    assertEquals(true, breaks.get() > 0, "no watcher was cut off");
  }

  private static void killAndAwait(Child relay) throws Exception {
    long killed = relay.pid();
    relay.kill();
    Wait.until("another relay", Client.PATIENCE, () -> relay.pid() != killed);
    relay.awaitReady();
  }

  /** Comes back with the number of the last event until it has the result. */
  private static List<JsonObject> follow(Client client, String id, AtomicInteger breaks)
      throws InterruptedException {
    List<JsonObject> seen = new ArrayList<>();
    while (seen.isEmpty() || !Json.string(seen.getLast(), "type").equals("result")) {
      String last = Integer.toString(seen.size());
      try (EventStream stream =
          EventStream.open(client.request("/events/" + id).header("Last-Event-ID", last))) {
        Optional<EventStream.Entry> next = stream.next();
        while (next.isPresent()) {
          seen.add(next.get().event());
          next = stream.next();
        }
      } catch (IOException _) {
        // The relay is gone; the other one is there.
      }
      breaks.incrementAndGet();
    }
    breaks.decrementAndGet();
    return seen;
  }
}
