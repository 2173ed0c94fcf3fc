package dev.codexgateway.hooks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import dev.codexgateway.hooks.Evaluation.Evaluated;
import dev.codexgateway.hooks.Evaluation.Rule;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Payloads in the shapes that Pipedrive documents, of both versions of its webhooks. */
final class PipedriveTest {
  private static final Path PAYLOADS = Path.of("src/test/resources/pipedrive");
  private static final Hook HOOK =
      Fixture.hook(
          """
          crm:
            verifier: {type: pipedrive, username: pipedrive}
            secret: s
            jobs:
              - command: echo
                args:
                  - '${ body.meta.?entity.orValue(body.meta.?object.orValue("?")) }'
                  - '${ body.meta.action }'
                  - '${ body.meta.?entity_id.orValue(body.meta.?id.orValue(0)) }'
                  - '${ has(body.data) && body.data != null ? json(body.data) : "gone" }'
                  - '${ has(body.previous) && body.previous != null ? "had" : "new" }'
          """);

  static Stream<Path> payloads() throws IOException {
    try (Stream<Path> files = Files.list(PAYLOADS)) {
      return files.sorted().toList().stream();
    }
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static Evaluated evaluated(String body) {
    return assertInstanceOf(Evaluated.class, HOOK.evaluate(Fixture.json(body)));
  }

  @ParameterizedTest
  @MethodSource("payloads")
  void payload_everyEntityAndAction_maps(Path file) {
    Rule rule = evaluated(read(file)).rules().getFirst();
    List<String> args = assertInstanceOf(Rule.Matched.class, rule).spec().args();
    String[] name = file.getFileName().toString().replace(".json", "").split("-");
    if (!name[1].equals("merge") && !name[1].equals("unknown")) {
      assertEquals(Arrays.asList(name).subList(1, 3), args.subList(0, 2));
    }
  }

  @Test
  void lead_hasItsUuid() {
    Rule rule = evaluated(read(PAYLOADS.resolve("v2-lead-create.json"))).rules().getFirst();
    assertEquals(
        "b1c3c9a0-6f0e-11ec-9e5a-2f4b8c6d1e77",
        assertInstanceOf(Rule.Matched.class, rule).spec().args().get(2));
  }

  @Test
  void identity_differsBetweenEventsAndNotBetweenAttempts() throws IOException {
    Set<String> seen = new HashSet<>();
    for (Path file : payloads().toList()) {
      String body = read(file);
      List<String> identities = evaluated(body).identities();
      assertEquals(1, identities.size());
      assertEquals(true, seen.add(identities.getFirst()), file + " looks like an earlier one");
      String retry =
          body.replace("\"attempt\": 1", "\"attempt\": 2").replace("\"retry\": 0", "\"retry\": 1");
      assertEquals(false, retry.equals(body));
      assertEquals(identities, evaluated(retry).identities());
    }
  }
}
