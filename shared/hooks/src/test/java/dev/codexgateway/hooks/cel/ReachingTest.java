package dev.codexgateway.hooks.cel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonParser;
import dev.codexgateway.core.hook.ConfigText;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReachingTest {
  private static final String BODY =
      """
      {"ref":"main","commits":[{"id":1,"author":{"name":"a"}},{"id":2}],"a.b":"whole","a":{"b":"part",
       "c.d":"rest"},"0":"zero","none":null,"empty":"","payload":"{\\"event\\":\\"play\\"}","no":"{"}
      """;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          text(dig(body, "ref"))                                  | main
          text(dig(body, "commits.0.id"))                         | 1
          text(dig(body, "commits.1"))                            | {"id":2}
          text(dig(body, "commits.2.id"))                         | ``
          text(dig(body, "commits.-1"))                           | ``
          text(dig(body, "commits.99999999999999999999"))         | ``
          text(dig(body, "commits.id"))                           | ``
          text(dig(body, "commits.0.author"))                     | {"name":"a"}
          text(dig(body, "a.b"))                                  | whole
          text(dig(body, "a.c.d"))                                | rest
          text(dig(body, "0"))                                    | zero
          text(dig(body, "ref.x"))                                | ``
          text(dig(body, "none"))                                 | null
          text(dig(body, "none.x"))                               | ``
          text(dig(body, ""))                                     | ``
          text(dig(body, "."))                                    | ``
          text(dig("text", "x"))                                  | ``
          text(true)                                              | true
          text(1.5)                                               | 1.5
          text(null)                                              | null
          text(headers)                                           | {"x-event":"push"}
          text(dig(with_json(body, "payload"), "payload.event"))  | play
          text(dig(with_json(body, "no"), "no"))                  | {
          text(dig(with_json(body, "ref"), "ref"))                | main
          text(dig(with_json("text", "ref"), "ref"))              | ``
          string(dig(body, "empty").hasValue())                   | true
          string(dig(body, "missing").hasValue())                 | false
          string(ip_in(remote_address, "10.0.0.0/8"))             | true
          string(ip_in(remote_address, "192.168.0.1 10.1.2.3"))   | true
          string(ip_in(remote_address, "10.1.2.4/31"))            | false
          """)
  void expression_gives(String expression, String expected) {
    Expression compiled =
        new Expressions(new CelIssues()).text(new ConfigText(expression, 1, "test")).orElseThrow();

    assertEquals(new Outcome.Value<>(expected), compiled.asText(variables(), new Budget()));
  }

  @Test
  void ipIn_noRange_cannotBeTold() {
    Expression compiled =
        new Expressions(new CelIssues())
            .filter(new ConfigText("ip_in(remote_address, \"10.0.0.0/33\")", 1, "test"))
            .orElseThrow();

    assertInstanceOf(Outcome.Failed.class, compiled.asBoolean(variables(), new Budget()));
  }

  @ParameterizedTest
  @CsvSource({
    "192.168.0.1, 192.168.0.1/24, true",
    "192.168.1.1, 192.168.0.1/24, false",
    "192.168.0.255, 192.168.0.0/24, true",
    "10.0.0.1, 0.0.0.0/0, true",
    "10.0.0.1, 10.0.0.1, true",
    "10.0.0.2, 10.0.0.1/32, false",
    "10.0.0.2, 10.0.0.1/30, true",
    "10.0.0.4, 10.0.0.1/30, false",
    "2001:db8::1, 2001:db8::/32, true",
    "2001:db9::1, 2001:db8::/32, false",
    "2001:DB8:0:0::1, 2001:db8::1, true",
    "::1, 0.0.0.0/0, false",
    "::ffff:10.0.0.1, 10.0.0.0/8, true",
    "10.0.0.1, ::/0, false",
    "'', 0.0.0.0/0, false",
    "localhost, 0.0.0.0/0, false"
  })
  void ranges_contain(String address, String range, boolean expected) {
    assertEquals(expected, IpRanges.contain(address, range));
  }

  @ParameterizedTest
  @CsvSource({"10.0.0.0/33", "10.0.0.0/-1", "10.0.0.0/", "10.0.0.0/8/8", "example.org/8", "::/129"})
  void ranges_thatAreNone_areRefused(String range) {
    assertThrows(IllegalArgumentException.class, () -> IpRanges.contain("10.0.0.1", range));
  }

  @Test
  void withJson_leavesTheGivenAsItIs() {
    Map<String, Object> given = Map.of("payload", "{}");

    assertTrue(
        Reaching.withJson(given, "payload") instanceof Map<?, ?> map
            && map.get("payload") instanceof Map<?, ?>);
    assertFalse(given.get("payload") instanceof Map<?, ?>);
    assertEquals(Optional.of("{}"), Reaching.dig(given, "payload"));
  }

  private static Variables variables() {
    return new Variables(
        "hook",
        "POST",
        Map.of("x-event", "push"),
        Map.of(),
        JsonValues.of(JsonParser.parseString(BODY)),
        BODY,
        "10.1.2.3");
  }
}
