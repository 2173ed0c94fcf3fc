package dev.codexgateway.acceptance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** {@code job.list}. */
interface ListRules extends EndToEnd {
  @Test
  default void list_inPages_givesEachJobOnceNewestFirst() throws Exception {
    Client client = stranger("*");
    List<String> submitted = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      submitted.addFirst(client.submit("date"));
    }
    assertEquals(submitted, pages(client, 2));
    assertEquals(submitted, pages(client, 100));
  }

  private static List<String> pages(Client client, int limit) throws Exception {
    List<String> ids = new ArrayList<>();
    JsonObject page = client.result("job.list", "limit", limit);
    ids.addAll(ids(page));
    while (page.has("next_cursor")) {
      page = client.result("job.list", "limit", limit, "cursor", Json.string(page, "next_cursor"));
      assertTrue(page.getAsJsonArray("jobs").size() <= limit);
      ids.addAll(ids(page));
    }
    return ids;
  }

  private static List<String> ids(JsonObject page) {
    return Json.strings(page.getAsJsonArray("jobs"), "job_id");
  }

  @Test
  default void list_byLabel_findsOnlyThose() throws Exception {
    Client client = stranger("*");
    String red = labelled(client, "colour", "red");
    String blue = labelled(client, "colour", "blue");
    labelled(client, "size", "red");
    assertEquals(List.of(red), ids(client.result("job.list", "label", "colour=red")));
    assertEquals(List.of(blue, red), ids(client.result("job.list", "label", "colour")));
    assertEquals(List.of(), ids(client.result("job.list", "label", "colour=green")));
  }

  private static String labelled(Client client, String name, String value) throws Exception {
    return Json.id(client.result("exec", "command", "date", "labels", Map.of(name, value)));
  }

  @Test
  default void list_byState_findsOnlyThose() throws Exception {
    Client client = stranger("*");
    String ended = Json.id(client.run("date"));
    String cancelled = client.submit("counter", "600");
    client.result("job.cancel", "job_id", cancelled);
    client.ended(cancelled);
    assertEquals(List.of(ended), ids(client.result("job.list", "state", "succeeded")));
    assertEquals(List.of(cancelled), ids(client.result("job.list", "state", "cancelled")));
    assertEquals(List.of(), ids(client.result("job.list", "state", "timed_out")));
  }

  @Test
  default void list_byStateAndLabel_needsBoth() throws Exception {
    Client client = stranger("*");
    String id = labelled(client, "colour", "red");
    client.ended(id);
    labelled(client, "colour", "blue");
    JsonObject both = client.result("job.list", "state", "succeeded", "label", "colour=red");
    assertEquals(List.of(id), ids(both));
    assertEquals(
        List.of(), ids(client.result("job.list", "state", "failed", "label", "colour=red")));
  }

  @Test
  default void list_ofAnything_leavesTheOutputOut() throws Exception {
    Client client = stranger("*");
    client.run("echo", "not in the list");
    JsonObject job = Json.objects(client.result("job.list").getAsJsonArray("jobs")).getFirst();
    assertFalse(job.has("stdout"), job::toString);
  }
}
