package dev.codexgateway.functions.jsonrpc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.codexgateway.core.key.KeyText;
import dev.codexgateway.testkit.http.FakeResponse;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class KeyMethodsTest {
  private final Gateway gateway = new Gateway();

  @Test
  void create_thenUse_worksWithinItsScopes() {
    JsonObject made =
        made(
            gateway.admin,
            "{\"label\":\"ci\",\"scopes\":[\"jobs:submit:echo\",\"jobs:read\"],"
                + "\"expires_at\":\"2026-01-02T05:00:00+01:00\"}");
    String key = made.get("key").getAsString();
    assertEquals(KeyText.parse(key).orElseThrow().id(), made.get("key_id").getAsString());
    assertEquals("admin", made.get("owner").getAsString());
    assertEquals("2026-01-02T04:00:00.000Z", made.get("expires_at").getAsString());
    assertEquals("[\"jobs:read\",\"jobs:submit:echo\"]", made.get("scopes").toString());
    assertEquals(200, gateway.call(key, "exec", "{\"command\":\"echo\"}").status());
    assertEquals(403, gateway.call(key, "exec", "{\"command\":\"count\"}").status());
    gateway.now.set(Gateway.START.plus(Duration.ofHours(1)));
    assertEquals(401, gateway.call(key, "exec", "{\"command\":\"echo\"}").status());
  }

  @Test
  void create_forAnotherOwner_hasThatOwnersJobs() {
    String key =
        made(gateway.admin, "{\"owner\":\"team\",\"scopes\":[\"*\"]}").get("key").getAsString();
    String foreign = gateway.submitted();
    String own = gateway.submitted(key, "{\"command\":\"echo\"}");
    assertEquals(-32003, gateway.call(key, "job.get", "{\"job_id\":\"" + foreign + "\"}").code());
    assertTrue(gateway.call(key, "job.get", "{\"job_id\":\"" + own + "\"}").json().has("result"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          key.create | {}                                             | scopes needs at least one scope
          key.create | {"scopes":[]}                                  | scopes needs at least one scope
          key.create | {"scopes":"*"}                                 | scopes must be an array of strings
          key.create | {"scopes":[1,"jobs:write"]}                    | scopes[0] must be a string; scopes[1] is not a scope
          key.create | {"scopes":["jobs:submit:"]}                    | scopes[0] is not a scope
          key.create | {"scopes":["**"," *","jobs:submit:a b"]}       | scopes[0] is not a scope; scopes[1] is not a scope; scopes[2] is not a scope
          key.create | {"scopes":["*"],"expires_at":"tomorrow"}       | expires_at must be an RFC 3339 time
          key.create | {"scopes":["*"],"expires_at":"2026-01-02"}     | expires_at must be an RFC 3339 time
          key.create | {"scopes":["*"],"expires_at":1}                | expires_at must be a string
          key.create | {"scopes":["*"],"expires_at":"2026-01-02T03:04:05.678Z"} | expires_at is in the past
          key.create | {"scopes":["*"],"owner":""}                    | owner must have 1 to 256 characters
          key.create | {"scopes":["*"],"label":1,"owner":2}           | label must be a string; owner must be a string
          key.create | {"scopes":["*"],"key":"x"}                     | key unknown parameter
          key.list   | {"owner":1}                                    | owner must be a string
          key.list   | {"limit":1}                                    | limit unknown parameter
          key.revoke | {}                                             | key_id is required
          key.revoke | {"key_id":1,"x":1}                             | key_id must be a string; x unknown parameter
          key.rotate | {}                                             | key_id is required
          key.rotate | {"key_id":"x","label":"y"}                     | label unknown parameter
          """)
  void params_bad_areNamed(String method, String params, String flaws) {
    assertEquals(flaws, gateway.call(method, params).flaws());
  }

  @Test
  void create_withALongLabel_namesIt() {
    String params = "{\"scopes\":[\"*\"],\"label\":\"" + "l".repeat(257) + "\"}";
    assertEquals(
        "label must have at most 256 characters", gateway.call("key.create", params).flaws());
  }

  @Test
  void create_withMoreThanTheCallersScopes_isRefused() {
    String limited = gateway.key("admin", "keys:admin", "jobs:submit:echo", "jobs:read");
    assertEquals(
        "scopes[1] is not a scope of your own key; scopes[2] is not a scope of your own key;"
            + " scopes[3] is not a scope of your own key",
        gateway
            .call(
                limited,
                "key.create",
                "{\"scopes\":[\"jobs:read\",\"*\",\"jobs:submit:*\",\"jobs:submit:count\"]}")
            .flaws());
    assertTrue(
        gateway
            .call(limited, "key.create", "{\"scopes\":[\"jobs:submit:echo\"]}")
            .json()
            .has("result"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"key.create", "key.list", "key.revoke", "key.rotate"})
  void scope_lacking_isForbidden(String method) {
    String key = gateway.key("admin", "jobs:read", "jobs:cancel", "jobs:submit:*", "ws:subscribe");
    FakeResponse response = gateway.call(key, method, "{}");
    assertEquals(403, response.status());
    assertEquals(-32002, response.code());
  }

  @Test
  void keysOfAnotherOwner_areOutOfReachWithoutEveryScope() {
    String theirs = KeyText.parse(gateway.key("victim", "*")).orElseThrow().id();
    String mine = gateway.key("attacker", "keys:admin", "jobs:read", "jobs:submit:*");
    String create = "{\"owner\":\"victim\",\"scopes\":[\"jobs:read\"]}";
    assertEquals(-32002, gateway.call(mine, "key.create", create).code());
    assertEquals(-32002, gateway.call(mine, "key.list", "{\"owner\":\"victim\"}").code());
    assertEquals(-32003, gateway.call(mine, "key.rotate", of(theirs)).code());
    assertEquals(-32003, gateway.call(mine, "key.revoke", of(theirs)).code());
    assertEquals(
        gateway.call(mine, "key.revoke", of("absent")).text(),
        gateway.call(mine, "key.revoke", of(theirs)).text());
    assertTrue(gateway.call("key.list", "{\"owner\":\"victim\"}").json().has("result"));
    assertTrue(gateway.call("key.revoke", of(theirs)).json().has("result"));
  }

  @Test
  void rotate_ofAStrongerKey_isForbidden() {
    String strong = KeyText.parse(gateway.admin).orElseThrow().id();
    String weak = gateway.key("admin", "keys:admin", "jobs:read");
    FakeResponse response = gateway.call(weak, "key.rotate", of(strong));
    assertEquals(-32002, response.code());
    assertFalse(response.text().contains("gwk_"));
    assertEquals(200, gateway.call("command.list", "{}").status());
  }

  @Test
  void list_showsOwnKeysWithoutTextOrHash() {
    made(gateway.admin, "{\"label\":\"one\",\"scopes\":[\"*\"]}");
    gateway.key("other", "*");
    FakeResponse response = gateway.call("key.list", "{}");
    JsonArray keys = response.result().getAsJsonObject().getAsJsonArray("keys");
    assertEquals(2, keys.size());
    assertFalse(response.text().contains("gwk_"));
    for (JsonElement key : keys) {
      assertEquals("admin", key.getAsJsonObject().get("owner").getAsString());
      assertFalse(key.getAsJsonObject().has("key"));
      assertFalse(key.getAsJsonObject().has("mac"));
    }
  }

  @Test
  void revoke_makesTheKeyUselessAtOnceAndKeepsTheFirstTime() {
    JsonObject made = made(gateway.admin, "{\"scopes\":[\"*\"]}");
    String key = made.get("key").getAsString();
    assertEquals(200, gateway.call(key, "command.list", "{}").status());
    String id = made.get("key_id").getAsString();
    FakeResponse first = gateway.call("key.revoke", of(id));
    assertFalse(first.text().contains("gwk_"));
    assertEquals(401, gateway.call(key, "command.list", "{}").status());
    gateway.now.set(Gateway.START.plusSeconds(9));
    assertEquals(first.text(), gateway.call("key.revoke", of(id)).text());
    assertEquals(-32007, gateway.call("key.rotate", of(id)).code());
    assertEquals(-32003, gateway.call("key.revoke", of("absent")).code());
  }

  @Test
  void rotate_givesTheSameRightsUnderANewText() {
    JsonObject old =
        made(
            gateway.admin,
            "{\"label\":\"ci\",\"owner\":\"t\",\"scopes\":[\"jobs:read\"],"
                + "\"expires_at\":\"2027-01-01T00:00:00Z\"}");
    FakeResponse response = gateway.call("key.rotate", of(old.get("key_id").getAsString()));
    JsonObject fresh = response.result().getAsJsonObject();
    for (String same : new String[] {"label", "owner", "scopes", "expires_at"}) {
      assertEquals(old.get(same), fresh.get(same));
    }
    assertEquals(401, gateway.call(old.get("key").getAsString(), "job.list", "{}").status());
    assertEquals(200, gateway.call(fresh.get("key").getAsString(), "job.list", "{}").status());
  }

  private JsonObject made(String caller, String params) {
    return gateway.call(caller, "key.create", params).result().getAsJsonObject();
  }

  private static String of(String keyId) {
    return "{\"key_id\":\"" + keyId + "\"}";
  }
}
