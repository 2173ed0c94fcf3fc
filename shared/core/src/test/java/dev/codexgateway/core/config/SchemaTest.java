package dev.codexgateway.core.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.Gson;
import com.networknt.schema.Error;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** The schema for editors agrees with the reader. */
final class SchemaTest {
  private static final Path ROOT = Path.of("../..");
  private static final Pattern YAML = Pattern.compile("(?s)```yaml\n(.*?)```");
  private static final String COMMANDS = "commands: {e: {executable: /bin/echo, args: any}}\n";
  private static final Schema SCHEMA = schema();

  private static Schema schema() {
    try {
      return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
          .getSchema(Files.readString(ROOT.resolve("docs/gateway.schema.json")));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static List<Error> errors(String yaml) {
    Object value = new Load(LoadSettings.builder().build()).loadFromString(yaml);
    return SCHEMA.validate(new Gson().toJson(value), InputFormat.JSON);
  }

  private static void assertBothAccept(String name, String yaml) throws ConfigException {
    assertEquals(List.of(), errors(yaml), name);
    GatewayConfig.parse(name, yaml);
  }

  @Test
  void schema_ownConfigurations_areValid() throws Exception {
    for (String file : List.of("gateway.yaml", "benchmarks/gateway.yaml")) {
      assertBothAccept(file, Files.readString(ROOT.resolve(file)));
    }
  }

  @Test
  void schema_everyExampleOfTheDocuments_isValid() throws Exception {
    List<String> examples = new ArrayList<>();
    for (String page : List.of("docs/configuration.md", "docs/webhooks.md")) {
      String text = Files.readString(ROOT.resolve(page));
      YAML.matcher(text).results().map(block -> block.group(1)).forEach(examples::add);
    }
    assertTrue(examples.size() > 8);
    for (String example : examples) {
      assertBothAccept(example, example.startsWith("hooks:") ? COMMANDS + example : example);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "commands: {e: {}}",
        "commands: {e: {executable: echo}}",
        "commands: {'a b': {executable: /bin/echo}}",
        "commands: {e: {executable: /bin/echo, args: some}}",
        "commands: {e: {executable: /bin/echo, args: [{slot: x}]}}",
        "commands: {e: {executable: /bin/echo, args: [{slot: x, enum: []}]}}",
        "commands: {e: {executable: /bin/echo, args: [{slot: x, enum: [a], pattern: b}]}}",
        "commands: {e: {executable: /bin/echo, args: [{rest: {size: 1}}]}}",
        "commands: {e: {executable: /bin/echo, max_attempts: 0}}",
        "commands: {e: {executable: /bin/echo, retry_safe: 'yes'}}",
        "commands: {e: {executable: /bin/echo, env: {GATEWAY_X: a}}}",
        "commands: {e: {executable: /bin/echo, artifacts: [/etc/passwd]}}",
        "commands: {e: {executable: /bin/echo, shell: true}}",
        "workers: 5\ncommands: {e: {executable: /bin/echo}}",
        "hooks: {}",
        "[]"
      })
  void schema_wrongCommand_isInvalidAsTheReaderSays(String yaml) {
    assertFalse(errors(yaml).isEmpty(), yaml);
    assertThrows(ConfigException.class, () -> GatewayConfig.parse("x", yaml));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{verifier: github, secret: s}",
        "{verifier: github, secret: s, jobs: []}",
        "{verifier: github, jobs: [{command: e}]}",
        "{verifier: github, secrets: [a, b, c], jobs: [{command: e}]}",
        "{verifier: github, secret: a, secrets: [b], jobs: [{command: e}]}",
        "{verifier: github, secret: 'a b', jobs: [{command: e}]}",
        "{verifier: githob, secret: s, jobs: [{command: e}]}",
        "{verifier: pipedrive, secret: s, jobs: [{command: e}]}",
        "{verifier: {type: basic, username: 'a:b'}, secret: s, jobs: [{command: e}]}",
        "{verifier: {type: hmac}, secret: s, jobs: [{command: e}]}",
        "{verifier: {type: hmac, header: X, algorithm: md5}, secret: s, jobs: [{command: e}]}",
        "{verifier: {type: token, header: X, query: y}, secret: s, jobs: [{command: e}]}",
        "{verifier: {type: gitlab, method: magic}, secret: s, jobs: [{command: e}]}",
        "{verifier: {type: slack, header: X}, secret: s, jobs: [{command: e}]}",
        "{verifier: github, secret: s, jobs: [{args: []}]}",
        "{verifier: github, secret: s, jobs: [{command: e, timeout_seconds: 0}]}",
        "{verifier: github, secret: s, jobs: [{command: e, argv: []}]}",
        "{verifier: github, secret: s, limits: {max_body_bytes: 0}, jobs: [{command: e}]}"
      })
  void schema_wrongHook_isInvalidAsTheReaderSays(String hook) {
    String yaml = COMMANDS + "hooks: {h: " + hook + "}";
    assertFalse(errors(yaml).isEmpty(), yaml);
    assertThrows(ConfigException.class, () -> GatewayConfig.parse("x", yaml));
  }
}
