package dev.codexgateway.acceptance.force;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import dev.codexgateway.acceptance.Answer;
import dev.codexgateway.acceptance.Client;
import dev.codexgateway.acceptance.Json;
import dev.codexgateway.acceptance.Push;
import dev.codexgateway.acceptance.Wait;
import dev.codexgateway.cloud.process.Child;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Map.Entry;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Test;

class WebhookKillTest {
  @Test
  void kill_ofTheWebhookFunctionUnderDeliveries_losesNoneThatWasAnswered() throws Exception {
    CloudSite site = CloudSite.shared();
    Map<String, String> accepted = new ConcurrentHashMap<>();
    for (int i = 0; i < Effort.of(3, 15); i++) {
      Thread sender = Thread.startVirtualThread(() -> send(site.client(), accepted));
      int before = accepted.size();
      Wait.until("some deliveries", Client.PATIENCE, () -> accepted.size() > before + 3);
      kill(site.webhook());
      sender.join();
    }
    for (Entry<String, String> delivery : new HashMap<>(accepted).entrySet()) {
      assertEquals("succeeded", Json.state(site.client().ended(delivery.getValue())));
      JsonArray jobs =
          site.client()
              .result("job.list", "label", "delivery=" + delivery.getKey())
              .getAsJsonArray("jobs");
      assertEquals(1, jobs.size(), jobs::toString);
    }
    assertTrue(accepted.size() > 3);
  }

  /** Until the function is gone. */
  private static void send(Client client, Map<String, String> accepted) {
    try {
      while (true) {
        String delivery = UUID.randomUUID().toString();
        Answer answer = Client.send(Push.of(delivery, 1).to(client));
        if (answer.status() != 202) {
          return;
        }
        JsonObject body = answer.json();
        accepted.put(delivery, body.getAsJsonArray("job_ids").get(0).getAsString());
      }
    } catch (IOException _) {
      // Cut off: nobody promised anything about that delivery.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void kill(Child function) throws Exception {
    long killed = function.pid();
    function.kill();
    Wait.until("another webhook function", Client.PATIENCE, () -> function.pid() != killed);
    function.awaitReady();
  }
}
