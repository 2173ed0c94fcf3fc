package dev.codexgateway.acceptance.force;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.google.gson.JsonObject;
import dev.codexgateway.acceptance.Client;
import dev.codexgateway.acceptance.JobLog;
import dev.codexgateway.acceptance.Json;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;

/**
 * Reads jobs and logs through the API and says where they contradict themselves: what was accepted
 * is there, has one terminal state and one result, a log without holes, one start per attempt, and
 * does not change any more.
 */
final class Checker {
  private final CloudSite site;
  private final Client client;

  Checker(CloudSite site) {
    this.site = site;
    this.client = site.client();
  }

  private record Image(JsonObject job, List<JsonObject> log) {}

  /** Waits until all have ended, and checks each of them. */
  void check(Collection<String> accepted) throws Exception {
    Map<String, Image> images = new HashMap<>();
    for (String id : accepted) {
      JsonObject job = client.ended(id);
      images.put(id, new Image(job, client.log(id)));
      check(id, images.get(id));
    }
    for (String id : accepted) {
      assertEquals(
          images.get(id), new Image(client.job(id), client.log(id)), "changed after its end");
    }
  }

  private void check(String id, Image image) throws Exception {
    try {
      JobLog.assertWhole(image.log());
      assertStatesAreLegal(image);
      assertAttemptsAreCounted(image);
      long starts = site.starts(id);
      assertEquals(true, starts <= Json.number(image.job(), "attempt"), starts + " starts");
    } catch (AssertionError e) {
      throw new AssertionError(image.job() + "\n" + image.log(), e);
    }
  }

  private static void assertStatesAreLegal(Image image) {
    List<String> states = JobLog.states(image.log());
    for (int i = 0; i < states.size() - 1; i++) {
      String expected = i % 2 == 0 ? "queued" : "running";
      boolean again = expected.equals("queued") && states.get(i).equals("running");
      assertEquals(true, again || states.get(i).equals(expected), states::toString);
    }
    assertEquals(Json.state(image.job()), states.getLast());
    JsonObject result = image.log().getLast().getAsJsonObject("data");
    assertEquals(states.getLast(), Json.state(result));
    assertEquals(image.log().size() + 1L, Json.number(image.job(), "next_seq"));
  }

  /** One {@code running} for each attempt, in their order. */
  private static void assertAttemptsAreCounted(Image image) {
    List<Long> running =
        JobLog.ofType(image.log(), "state").stream()
            .map(event -> event.getAsJsonObject("data"))
            .filter(data -> Json.state(data).equals("running"))
            .map(data -> Json.number(data, "attempt"))
            .toList();
    long attempts = Json.number(image.job(), "attempt");
    assertEquals(LongStream.rangeClosed(1, attempts).boxed().toList(), running);
  }
}
