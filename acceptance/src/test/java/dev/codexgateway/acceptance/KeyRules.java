package dev.codexgateway.acceptance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Keys: what they open, and for how long. */
interface KeyRules extends EndToEnd {
  /** How soon a revoked key must be dead everywhere. */
  Duration REVOKED_WITHIN = Duration.ofSeconds(30);

  @Test
  default void key_withSomeScopes_opensOnlyThose() throws Exception {
    Client client = stranger("jobs:submit:echo", "jobs:read");
    assertEquals("succeeded", Json.state(client.run("echo", "mine")));
    assertEquals(403, client.call("exec", Json.object("command", "date")).status());
    client.error(-32002, "exec", "command", "date");
    client.error(-32002, "key.list");
    assertEquals(
        List.of("echo"),
        Json.strings(client.result("command.list").getAsJsonArray("commands"), "name"));
  }

  @Test
  default void job_ofAnotherOwner_looksMissing() throws Exception {
    String id = Json.id(admin().run("date"));
    Client stranger = stranger("jobs:read", "jobs:cancel", "jobs:submit:*");
    for (String method :
        List.of("job.get", "job.log", "job.cancel", "job.retry", "job.artifacts")) {
      stranger.error(-32003, method, "job_id", id);
    }
    assertTrue(stranger.result("job.list").getAsJsonArray("jobs").isEmpty());
    JsonObject unknown =
        admin().error(-32003, "job.get", "job_id", "job_00000000000000000000000000");
    assertEquals(unknown, stranger.error(-32003, "job.get", "job_id", id));
  }

  @Test
  default void key_onceMade_showsItsTextNeverAgain() throws Exception {
    String owner = unique("owner");
    JsonObject made =
        admin().result("key.create", "owner", owner, "label", "ci", "scopes", List.of("jobs:read"));
    assertTrue(Json.string(made, "key").startsWith("gwk_"));
    JsonObject listed =
        Json.objects(admin().result("key.list", "owner", owner).getAsJsonArray("keys")).getFirst();
    assertFalse(listed.has("key"));
    assertEquals(Json.string(made, "key_id"), Json.string(listed, "key_id"));
    assertEquals("ci", Json.string(listed, "label"));
  }

  @Test
  default void key_revoked_isDeadSoon() throws Exception {
    JsonObject made =
        admin().result("key.create", "owner", unique("owner"), "scopes", List.of("jobs:read"));
    Client client = admin().withKey(Json.string(made, "key"));
    client.result("job.list");
    admin().result("key.revoke", "key_id", Json.string(made, "key_id"));
    Wait.until(
        "the revoked key is refused",
        REVOKED_WITHIN,
        () -> client.call("job.list", Json.object()).status() == 401);
  }

  @Test
  default void key_rotated_hasTheSameRightsUnderANewText() throws Exception {
    Client client = stranger("jobs:submit:*", "jobs:read", "keys:admin");
    String job = client.submit("date");
    JsonObject own = Json.objects(client.result("key.list").getAsJsonArray("keys")).getFirst();
    JsonObject rotated = admin().result("key.rotate", "key_id", Json.string(own, "key_id"));
    Client after = admin().withKey(Json.string(rotated, "key"));
    assertEquals(job, Json.id(after.job(job)));
    assertEquals(own.get("scopes"), rotated.get("scopes"));
    Wait.until(
        "the old text is refused",
        REVOKED_WITHIN,
        () -> client.call("job.list", Json.object()).status() == 401);
  }

  @Test
  default void key_withAnEnd_isDeadFromThere() throws Exception {
    Instant end = Instant.now().plusSeconds(5);
    JsonObject made =
        admin()
            .result(
                "key.create",
                "owner",
                unique("owner"),
                "scopes",
                List.of("jobs:read"),
                "expires_at",
                end.toString());
    Client client = admin().withKey(Json.string(made, "key"));
    Wait.until(
        "the expired key is refused",
        REVOKED_WITHIN.plusSeconds(5),
        () -> client.call("job.list", Json.object()).status() == 401);
  }

  @Test
  default void key_ofALesserAdmin_passesOnOnlyItsOwnScopes() throws Exception {
    Client lesser = stranger("keys:admin", "jobs:read");
    lesser.result("key.create", "scopes", List.of("jobs:read"));
    lesser.error(-32602, "key.create", "scopes", List.of("jobs:cancel"));
    lesser.error(-32602, "key.create", "scopes", List.of("*"));
    lesser.error(-32002, "key.create", "owner", unique("other"), "scopes", List.of("jobs:read"));
  }

  @Test
  default void key_asBearer_isTheSameKey() throws Exception {
    Answer answer =
        Client.send(
            admin()
                .withoutKey()
                .post(Client.call(1, "job.list", Json.object()))
                .header("Authorization", "Bearer " + target().adminKey()));
    assertEquals(200, answer.status(), answer::toString);
  }
}
