package dev.codexgateway.functions.jsonrpc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.codexgateway.core.config.ConfigException;
import dev.codexgateway.core.config.GatewayConfig;
import dev.codexgateway.core.job.JobId;
import dev.codexgateway.core.key.Ticket;
import dev.codexgateway.testkit.http.FakeResponse;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code command.list}, {@code stream.ticket} and {@code rpc.discover}. */
class OtherMethodsTest {
  private static final Set<String> FOR_EVERYBODY = Set.of("command.list", "rpc.discover");

  private final Gateway gateway = new Gateway();

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          command.list  | {"x":1}                    | x unknown parameter
          rpc.discover  | {"x":1}                    | x unknown parameter
          stream.ticket | {"x":1,"job_ids":"a"}      | job_ids must be an array of strings; x unknown parameter
          stream.ticket | {"job_ids":[1],"origin":1} | job_ids[0] must be a string; origin must be a string
          stream.ticket | {"job_ids":[]}             | job_ids needs at least one value; leave it out for all of your jobs
          """)
  void params_bad_areNamed(String method, String params, String flaws) {
    assertEquals(flaws, gateway.call(method, params).flaws());
  }

  @Test
  void commandList_showsWhatTheKeyMayRun() {
    assertEquals(
        JsonParser.parseString(
            """
            {"commands":[
             {"name":"echo","description":"Print","usage":"echo [args…]",
              "max_timeout_seconds":3600,"retry_safe":false},
             {"name":"count","description":"","usage":"count [to] [unit]",
              "max_timeout_seconds":60,"retry_safe":true}]}
            """),
        gateway.call("command.list", "{}").result());
    assertEquals(List.of("count"), commands("jobs:submit:count"));
    assertEquals(List.of("echo", "count"), commands("jobs:submit:*"));
    assertEquals(List.of(), commands("jobs:read"));
  }

  private List<String> commands(String scope) {
    return gateway
        .call(gateway.key("a", scope), "command.list", "{}")
        .result()
        .getAsJsonObject()
        .getAsJsonArray("commands")
        .asList()
        .stream()
        .map(command -> command.getAsJsonObject().get("name").getAsString())
        .toList();
  }

  @Test
  void ticket_isBoundAndGoodOnce() {
    String job = gateway.submitted();
    JsonObject answer =
        gateway
            .call(
                "stream.ticket",
                "{\"job_ids\":[\"%s\",\"%s\"],\"origin\":\"https://a.example\"}"
                    .formatted(job, job))
            .result()
            .getAsJsonObject();
    assertEquals("2026-01-02T03:05:05.678Z", answer.get("expires_at").getAsString());
    String value = answer.get("ticket").getAsString();
    Ticket ticket = gateway.platform.tickets().redeem(value).orElseThrow();
    assertEquals(Set.of(new JobId(job)), ticket.jobs());
    assertEquals(Optional.of("https://a.example"), ticket.origin());
    assertEquals("admin", ticket.principal().owner());
    assertEquals(Optional.empty(), gateway.platform.tickets().redeem(value));
  }

  @Test
  void ticket_withoutJobs_isForAllOfThem() {
    JsonObject answer = gateway.call("stream.ticket", "{}").result().getAsJsonObject();
    Ticket ticket =
        gateway.platform.tickets().redeem(answer.get("ticket").getAsString()).orElseThrow();
    assertEquals(Set.of(), ticket.jobs());
  }

  @Test
  void ticket_forAForeignOrUnknownJob_isNotFound() {
    String job = gateway.submitted();
    String other = gateway.key("other", "*");
    for (String id : List.of(job, Gateway.UNKNOWN_JOB, "x")) {
      assertEquals(
          -32003, gateway.call(other, "stream.ticket", "{\"job_ids\":[\"" + id + "\"]}").code());
    }
  }

  @Test
  void ticket_forTooManyJobs_isNamed() {
    String ids = String.join(",", Collections.nCopies(65, "\"x\""));
    assertEquals(
        "job_ids has more than 64 values",
        gateway.call("stream.ticket", "{\"job_ids\":[" + ids + "]}").flaws());
  }

  @Test
  void ticket_withoutTheScope_isForbidden() {
    String key = gateway.key("admin", "jobs:read");
    assertEquals(-32002, gateway.call(key, "stream.ticket", "{}").code());
  }

  @Test
  void discover_namesExactlyTheMethodsThereAre() throws ConfigException {
    GatewayConfig config = GatewayConfig.parse("g", "commands: {c: {executable: /b}}");
    assertEquals(
        Methods.of(gateway.platform, config).keySet(), new TreeSet<>(discovered(gateway.admin)));
  }

  @ParameterizedTest
  @CsvSource({
    "jobs:read, job.artifacts job.get job.list job.log job.wait",
    "jobs:cancel, job.cancel",
    "jobs:submit:echo, exec job.retry",
    "jobs:submit:*, exec job.retry",
    "keys:admin, key.create key.list key.revoke key.rotate",
    "ws:subscribe, stream.ticket",
    "hooks:manage, delivery.list hook.explain hook.list hook.replay"
  })
  void discover_showsWhatTheScopeAllows(String scope, String methods) {
    Set<String> expected = new TreeSet<>(FOR_EVERYBODY);
    if (!methods.isEmpty()) {
      expected.addAll(List.of(methods.split(" ")));
    }
    assertEquals(expected, new TreeSet<>(discovered(gateway.key("a", scope))));
  }

  @Test
  void discover_hiddenMethods_areForbiddenAndShownOnesAreNot() {
    for (String scope :
        List.of(
            "jobs:read",
            "jobs:cancel",
            "jobs:submit:*",
            "hooks:manage",
            "keys:admin",
            "ws:subscribe")) {
      String key = gateway.key("a", scope);
      List<String> shown = discovered(key);
      for (String method : discovered(gateway.admin)) {
        FakeResponse response = gateway.call(key, method, sample(method));
        boolean forbidden = response.json().has("error") && response.code() == -32002;
        assertEquals(shown.contains(method), !forbidden, scope + " " + method);
      }
    }
  }

  private String sample(String method) {
    return switch (method) {
      case "exec" -> "{\"command\":\"echo\"}";
      case "job.retry" -> {
        String jobId = gateway.submitted(gateway.key("a", "*"), "{\"command\":\"echo\"}");
        yield "{\"job_id\":\"" + jobId + "\"}";
      }
      default -> "{}";
    };
  }

  @Test
  void discover_requiredParams_areThoseWithoutWhichTheCallIsRefused() {
    for (JsonElement element : methods(gateway.admin)) {
      JsonObject method = element.getAsJsonObject();
      String name = method.get("name").getAsString();
      FakeResponse response = gateway.call(name, "{}");
      for (JsonElement param : method.getAsJsonArray("params")) {
        if (param.getAsJsonObject().get("required").getAsBoolean()) {
          String required = param.getAsJsonObject().get("name").getAsString();
          assertTrue(response.flaws().contains(required), name + " " + required);
        }
      }
    }
  }

  @Test
  void discover_everyParam_isKnownToItsMethod() {
    for (JsonElement element : methods(gateway.admin)) {
      JsonObject method = element.getAsJsonObject();
      String name = method.get("name").getAsString();
      JsonObject all = new JsonObject();
      for (JsonElement param : method.getAsJsonArray("params")) {
        all.add(param.getAsJsonObject().get("name").getAsString(), null);
      }
      FakeResponse response = gateway.call(name, all.toString());
      assertTrue(!response.text().contains("unknown parameter"), response.text());
    }
  }

  private List<String> discovered(String key) {
    return methods(key).stream()
        .map(method -> method.getAsJsonObject().get("name").getAsString())
        .toList();
  }

  private List<JsonElement> methods(String key) {
    return gateway
        .call(key, "rpc.discover", "{}")
        .result()
        .getAsJsonObject()
        .getAsJsonArray("methods")
        .asList();
  }
}
