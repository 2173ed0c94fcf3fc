package dev.codexgateway.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.codexgateway.local.LocalGateway;
import dev.codexgateway.local.LocalSettings;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code gateway hook …} against a gateway of its own. */
@Timeout(120)
class HookCommandsTest {
  private static final String KEY = "the-admin-key-of-this-test-0123456789";
  private static final String SECRET = "whsec_" + "MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
  private static final String PUSH = "{\"ref\":\"refs/heads/main\",\"after\":\"c0ffee\"}";
  private static final List<String> VERIFIERS =
      List.of(
          "pipedrive: {type: pipedrive, username: pipe}",
          "github: github",
          "gitlab: gitlab",
          "gitlab-signed: {type: gitlab, method: signature}",
          "stripe: stripe",
          "slack: slack",
          "standard: standard",
          "hmac: {type: hmac, header: X-Signature}",
          "hmac-time: {type: hmac, header: X-Sig, algorithm: sha512, encoding: base64,"
              + " prefix: 'v1=', timestamp_header: X-Time, timestamp_unit: milliseconds,"
              + " signed: '{timestamp}:{body}'}",
          "token: {type: token, header: X-Token, prefix: 'Bearer '}",
          "token-query: {type: token, query: token}",
          "basic: {type: basic, username: user}");

  @TempDir private static Path directory;
  private static LocalGateway gateway;

  private final Cli cli = new Cli();

  HookCommandsTest() {
    cli.directory = directory;
    cli.env.put("GATEWAY_URL", gateway.url().toString());
    cli.env.put("GATEWAY_API_KEY", KEY);
  }

  @BeforeAll
  static void start() throws Exception {
    StringBuilder yaml =
        new StringBuilder("commands:\n  echo: {executable: /bin/echo, args: any}\n");
    yaml.append("hooks:\n");
    for (String verifier : VERIFIERS) {
      String name = verifier.substring(0, verifier.indexOf(':'));
      yaml.append("  ").append(name).append(":\n    verifier:");
      yaml.append(verifier.substring(name.length() + 1)).append('\n');
      yaml.append("    secret: shared\n    filter: body.ref == 'refs/heads/main'\n");
      yaml.append("    jobs: [{command: echo, args: ['${body.after}']}]\n");
    }
    Files.writeString(directory.resolve("gateway.yaml"), yaml);
    Files.writeString(directory.resolve("secret"), SECRET + "\n");
    Files.writeString(directory.resolve("wrong"), "whsec_" + "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA");
    Map<String, String> env = new HashMap<>();
    env.put("GATEWAY_PORT", "0");
    env.put("GATEWAY_DATA", directory.resolve("data").toString());
    env.put("GATEWAY_CONFIG", directory.resolve("gateway.yaml").toString());
    env.put("GATEWAY_API_KEY", KEY);
    env.put("GATEWAY_SECRET_SHARED", SECRET);
    PrintStream nowhere =
        new PrintStream(OutputStream.nullOutputStream(), true, StandardCharsets.UTF_8);
    gateway = LocalGateway.start(LocalSettings.from(env), nowhere);
  }

  @AfterAll
  static void stop() {
    gateway.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "pipedrive",
        "github",
        "gitlab",
        "gitlab-signed",
        "stripe",
        "slack",
        "standard",
        "hmac",
        "hmac-time",
        "token",
        "token-query",
        "basic"
      })
  void test_everyVerifier_isSignedAsItsProviderWould(String hook) throws Exception {
    String body = body(hook);

    JsonObject answer = sent(hook, body, "secret");

    assertEquals(202, answer.get("status").getAsInt(), answer.toString());
    assertEquals(1, answer.getAsJsonObject("body").getAsJsonArray("job_ids").size());
    assertEquals(401, sent(hook, body, "wrong").get("status").getAsInt());
  }

  @Test
  void delivery_fromItsTestToItsReplay() throws Exception {
    JsonObject wanted = sent("stripe", body("the whole way"), "secret");
    String job = jobOf(wanted);
    JsonObject ignored = sent("stripe", "{\"ref\":\"refs/heads/side\"}", "secret");
    assertEquals(200, ignored.get("status").getAsInt());

    List<JsonObject> listed = lines(run("hook", "deliveries", "stripe", "--json", "--body"));
    JsonObject side = listed.get(0);
    JsonObject main =
        listed.stream()
            .filter(one -> one.get("job_ids").toString().contains(job))
            .findFirst()
            .orElseThrow();
    assertEquals("unwanted", side.get("verdict").getAsString());
    assertEquals("accepted", main.get("verdict").getAsString());
    assertEquals(body("the whole way"), main.getAsJsonObject("request").get("body").getAsString());

    String explained = run("hook", "explain", id(side));
    assertTrue(explained.contains("expression   body.ref == 'refs/heads/main'"), explained);
    assertTrue(explained.contains("saw          body.ref = \"refs/heads/side\""), explained);
    assertTrue(
        run("hook", "explain", id(main)).contains("runs         \"/bin/echo\" \"the whole way\""));

    String dry = run("hook", "replay", "--dry-run", id(main), id(side));
    assertTrue(dry.contains("would_submit echo"), dry);
    assertTrue(dry.contains("the hook's filter is false"), dry);
    JsonObject first = lines(run("hook", "replay", "--json", id(main))).getFirst();
    JsonObject second = lines(run("hook", "replay", "--json", id(main))).getFirst();
    assertEquals("submitted", outcomeOfJob(first));
    assertEquals("existing", outcomeOfJob(second));
    String replayed =
        first.getAsJsonArray("jobs").get(0).getAsJsonObject().get("job_id").getAsString();
    assertFalse(replayed.equals(job));
    assertTrue(run("watch", replayed).contains("the whole way"));
  }

  @Test
  void replay_ofAHookSinceATime_takesThemAll() throws Exception {
    sent("basic", body("one"), "secret");
    sent("basic", body("two"), "secret");

    List<JsonObject> outcomes =
        lines(
            run(
                "hook",
                "replay",
                "--json",
                "--dry-run",
                "--hook",
                "basic",
                "--since",
                "2020-01-01T00:00:00Z"));

    assertTrue(outcomes.size() >= 2, outcomes.toString());
  }

  @Test
  void list_showsEveryHook() {
    String table = run("hook", "list");

    assertEquals(VERIFIERS.size() + 1, table.lines().count(), table);
    assertTrue(table.contains("hmac-time      hmac       echo"), table);
  }

  @Test
  void explain_pasted_saysWhyItIsNotAuthentic() throws Exception {
    Files.writeString(directory.resolve("body.json"), PUSH);

    String explained =
        run(
            "hook",
            "explain",
            "--hook",
            "github",
            "--body",
            "body.json",
            "--header",
            "X-Hub-Signature-256=sha256=00");

    assertTrue(explained.contains("authentic      false"), explained);
    assertTrue(explained.contains("the signature does not match"), explained);
  }

  @Test
  void test_withoutASecret_saysWhereOneIsLookedFor() throws Exception {
    Files.writeString(directory.resolve("body.json"), PUSH);

    Cli.Result result = cli.run("hook", "test", "github", "--body", "body.json");

    assertEquals(ExitCode.NO_PERMISSION, result.exitCode());
    assertEquals(
        "gateway: no secret: give --secret-file or set GATEWAY_HOOK_SECRET\n", result.err());
  }

  @Test
  void test_secretInTheEnvironment_isTaken() throws Exception {
    Files.writeString(directory.resolve("env.json"), body("from the environment"));
    cli.env.put("GATEWAY_HOOK_SECRET", SECRET);

    Cli.Result result = cli.run("hook", "test", "github", "--event", "push", "--body", "env.json");

    assertEquals(ExitCode.OK, result.exitCode(), result.err());
    assertTrue(result.out().startsWith("202 {"), result.out());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          hook                                     | 2  | a command is missing (see 'gateway hook --help')
          hook explain                             | 2  | give either DELIVERY_ID or --hook (see 'gateway hook explain --help')
          hook explain dlv_1 --hook x              | 2  | give either DELIVERY_ID or --hook (see 'gateway hook explain --help')
          hook explain dlv_1                       | 66 | No such delivery
          hook replay                              | 2  | give either DELIVERY_IDs or --hook (see 'gateway hook replay --help')
          hook replay --hook x                     | 2  | --hook and --since go together (see 'gateway hook replay --help')
          hook replay nonsense                     | 65 | Invalid params: delivery_ids[0]: is not the id of a delivery
          hook deliveries --body                   | 2  | --body needs --json (see 'gateway hook deliveries --help')
          hook deliveries --verdict good           | 65 | Invalid params: verdict: is not a verdict
          hook test nope --body secret --secret-file secret | 66 | no hook nope that this can sign
          hook test github --body none --secret-file secret | 65 | none: no such file
          hook import none                         | 65 | none: no such file
          hook import secret                       | 65 | secret: is no list of hooks
          """)
  void misuse_isOneLine(String line, int exitCode, String message) {
    Cli.Result result = cli.run(line.split(" "));

    assertEquals("gateway: " + message + "\n", result.err());
    assertEquals(exitCode, result.exitCode());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "list", "deliveries", "explain", "replay", "test", "import"})
  void help_hasExamples(String command) {
    String[] words = ("hook " + command + " --help").split(" +");
    Cli.Result result = cli.run(words);

    assertEquals(ExitCode.OK, result.exitCode());
    assertTrue(result.out().contains("Example"), result.out());
  }

  @Test
  void importing_writesAConfigurationThatCheckAccepts() throws Exception {
    Files.writeString(
        directory.resolve("hooks.json"),
        "[{\"id\":\"deploy\",\"execute-command\":\"/bin/echo\",\"response-message\":\"ok\"},"
            + "{\"id\":\"scalr\",\"execute-command\":\"/bin/echo\",\"trigger-rule\":"
            + "{\"match\":{\"type\":\"scalr-signature\",\"secret\":\"s\"}}}]");

    Cli.Result result = cli.run("hook", "import", "hooks.json", "--output", "imported.yaml");

    assertEquals(ExitCode.FAILED, result.exitCode());
    assertEquals("", result.out());
    assertTrue(
        result.err().contains("gateway: scalr: not imported: a match of type scalr-signature"));
    assertTrue(result.err().contains("gateway: deploy: no counterpart: response-message"));
    Map<String, String> env =
        Map.of(
            "GATEWAY_CONFIG", directory.resolve("imported.yaml").toString(),
            "GATEWAY_DATA", directory.resolve("unused").toString());
    LocalGateway.check(
        LocalSettings.from(env),
        new PrintStream(OutputStream.nullOutputStream(), true, StandardCharsets.UTF_8));
    Cli.Result again = cli.run("hook", "import", "hooks.json", "--output", "imported.yaml");
    assertEquals(ExitCode.OUTPUT, again.exitCode());
  }

  /** A body that no other test sends, since providers' deliveries are told apart by it. */
  private static String body(String text) {
    return "{\"ref\":\"refs/heads/main\",\"after\":\"" + text + "\"}";
  }

  private JsonObject sent(String hook, String body, String secretFile) throws Exception {
    Files.writeString(directory.resolve("sample.json"), body);
    cli.out.reset();
    cli.run("hook", "test", hook, "--json", "--body", "sample.json", "--secret-file", secretFile);
    return JsonParser.parseString(cli.out.toString(StandardCharsets.UTF_8)).getAsJsonObject();
  }

  /** What a command prints that succeeds. */
  private String run(String... args) {
    cli.out.reset();
    cli.err.reset();
    Cli.Result result = cli.run(args);
    assertEquals(ExitCode.OK, result.exitCode(), result.err());
    return result.out();
  }

  private static List<JsonObject> lines(String out) {
    return out.lines().map(line -> JsonParser.parseString(line).getAsJsonObject()).toList();
  }

  private static String id(JsonObject delivery) {
    return delivery.get("delivery_id").getAsString();
  }

  private static String jobOf(JsonObject answer) {
    assertEquals(202, answer.get("status").getAsInt(), answer.toString());
    return answer.getAsJsonObject("body").getAsJsonArray("job_ids").get(0).getAsString();
  }

  private static String outcomeOfJob(JsonObject outcome) {
    return outcome.getAsJsonArray("jobs").get(0).getAsJsonObject().get("outcome").getAsString();
  }
}
