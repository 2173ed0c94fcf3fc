package dev.codexgateway.core.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.codexgateway.core.command.CommandCatalog.Decision;
import dev.codexgateway.core.rpc.RpcError.BadMember;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CommandCatalogTest {
  private static final SlotType WORD = new SlotType.Text(Pattern.compile("[a-z-]+"), 8);
  private static final SlotType ANY = new SlotType.Text(Pattern.compile("(?s).*"), 4096);

  @Test
  void decide_unknownCommand_namesCommand() {
    assertEquals(
        "command is not a known command",
        flaws(new CommandCatalog(List.of()).decide("rm", List.of(), Map.of())));
  }

  @Test
  void decide_slotsAndFixedWords_makesTheArgvInOrder() {
    CommandCatalog catalog =
        catalog(fixed("-x"), slot("a", WORD), fixed("--"), slot("b", WORD), rest(ANY, 3));
    assertEquals(
        List.of("-x", "one", "--", "two", "three", ""), argv(catalog, "one", "two", "three", ""));
  }

  @Test
  void decide_withoutAValue_takesTheDefaultOrNamesTheSlot() {
    CommandCatalog catalog = catalog(slot("a", WORD), defaulted("b", WORD, "dflt"));
    assertEquals(List.of("x", "dflt"), argv(catalog, "x"));
    assertEquals(List.of("x", "y"), argv(catalog, "x", "y"));
    assertEquals("args[0] is required (a)", flaws(catalog));
  }

  @Test
  void decide_tooManyValues_namesEach() {
    assertEquals(
        "args[1] the command takes no such argument; args[2] the command takes no such argument",
        flaws(catalog(slot("a", WORD)), "x", "y", "z"));
  }

  @Test
  void decide_everyValueBad_namesAll() {
    CommandCatalog catalog =
        catalog(slot("a", WORD), slot("b", new SlotType.IntegerRange(1, 9)), rest(WORD, 2));
    assertEquals(
        "args has more than 2 values; args[0] must match [a-z-]+ (a);"
            + " args[1] must be an integer from 1 to 9 (b); args[2] must match [a-z-]+;"
            + " args[3] must have at most 8 characters; args[4] must not begin with -",
        flaws(catalog, "A", "10", "!", "abcdefghi", "-x").transform(CommandCatalogTest::sorted));
  }

  private static String sorted(String flaws) {
    return List.of(flaws.split("; ")).stream().sorted().collect(Collectors.joining("; "));
  }

  @ParameterizedTest
  @ValueSource(strings = {"-", "--", "-rf", "--help", "-0", "-1"})
  void value_beginningWithDash_isRefusedUnlessTheSlotAllowsIt(String value) {
    assertEquals("args[0] must not begin with - (a)", flaws(catalog(slot("a", ANY)), value));
    assertEquals("args[0] must not begin with -", flaws(catalog(rest(ANY, 9)), value));
    Word allowed = new Word.Slot("a", ANY, Optional.empty(), true);
    assertEquals(List.of(value), argv(catalog(allowed), value));
    assertEquals(List.of(value), argv(catalog(new Word.Rest(ANY, 9, true)), value));
  }

  @Test
  void value_choiceWithDash_needsTheSlotToAllowIt() {
    SlotType choice = new SlotType.Choice(List.of("-l", "x"));
    assertEquals("args[0] must not begin with - (a)", flaws(catalog(slot("a", choice)), "-l"));
    assertEquals("args[0] must be one of -l, x (a)", flaws(catalog(slot("a", choice)), "y"));
    assertEquals(List.of("x"), argv(catalog(slot("a", choice)), "x"));
  }

  @ParameterizedTest
  @CsvSource({
    "0, true",
    "9, true",
    "-9, true",
    "10, false",
    "-10, false",
    "-0, false",
    "+1, false",
    "01, false",
    "1.0, false",
    "1e0, false",
    "'', false",
    "' 1', false",
    "'1\n', false",
    "٣, false",
    "99999999999999999999, false",
    "0x1, false"
  })
  void integer_onlyPlainDigitsWithinBounds(String value, boolean allowed) {
    Decision decision =
        catalog(slot("n", new SlotType.IntegerRange(-9, 9))).decide("c", List.of(value), Map.of());
    assertEquals(allowed, decision instanceof Decision.Allowed);
  }

  @Test
  void pattern_mustMatchTheWholeValue() {
    CommandCatalog catalog = catalog(slot("a", WORD));
    for (String value : List.of("", "a b", "a\n", "a;rm", "ä", "A", "a\nb")) {
      assertEquals("args[0] must match [a-z-]+ (a)", flaws(catalog, value), value);
    }
  }

  @Test
  void value_withNul_isRefusedEverywhere() {
    assertEquals("args[0] must not contain U+0000 (a)", flaws(catalog(slot("a", ANY)), "a\0b"));
    assertEquals("args[0] must not contain U+0000", flaws(catalog(rest(ANY, 9)), "\0"));
    assertEquals(
        "env.ANY must not contain U+0000",
        flaws(catalog().decide("c", List.of(), Map.of("ANY", "\0"))));
  }

  @ParameterizedTest
  @ValueSource(strings = {"$(id)", "`id`", "; id", "| id", "a b", "*", "~", "\"", "'", "é\n😀"})
  void value_withShellCharacters_isOneWordAsItStands(String value) {
    assertEquals(List.of(value), argv(catalog(rest(ANY, 9)), value));
  }

  @Test
  void env_onlyDeclaredNamesWithMatchingValues_overTheFixedOnes() {
    CommandCatalog catalog = catalog();
    assertEquals(
        Map.of("FIXED", "1", "MODE", "fast"),
        allowed(catalog.decide("c", List.of(), Map.of("MODE", "fast"))).env());
    assertEquals(
        Map.of("FIXED", "1", "MODE", "slow"),
        allowed(catalog.decide("c", List.of(), Map.of())).env());
    assertEquals(
        "env.MODE must match fast|slow",
        flaws(catalog.decide("c", List.of(), Map.of("MODE", "x"))));
    for (String name : List.of("FIXED", "PATH", "LD_PRELOAD", "mode", "", "MODE\0", "A=B")) {
      assertEquals(
          "env." + name + " the command does not take this variable",
          flaws(catalog.decide("c", List.of(), Map.of(name, "fast"))));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "(a+)+b",
        "(a|aa)+b",
        "(a|a)*b",
        "(.*a){20}b",
        "((a*)*)*b",
        "^(([a-z])+.)+[A-Z]([a-z])+$",
        "(a|b|ab)*c",
        "(?:a?){30}a{30}b"
      })
  void pattern_thatBacktracks_endsSoonAndRefuses(String pattern) {
    CommandCatalog catalog =
        catalog(rest(new SlotType.Text(Pattern.compile(pattern), 131_072), 1024));
    for (int length : List.of(30, 4096, 100_000)) {
      List<String> values = Collections.nCopies(3, "a".repeat(length) + "!");
      Decision decision =
          assertTimeoutPreemptively(
              Duration.ofSeconds(20), () -> catalog.decide("c", values, Map.of()));
      assertTrue(decision instanceof Decision.Refused, pattern);
    }
  }

  @Test
  void pattern_thatNeedsAStackFrameForEachCharacter_refusesInsteadOfOverflowing() {
    CommandCatalog catalog =
        catalog(slot("a", new SlotType.Text(Pattern.compile("(a|b)*"), 131_072)));
    assertEquals(
        "args[0] takes too much work to match (a|b)* (a)", flaws(catalog, "ab".repeat(65_536)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "(?s).*",
        "[a-z]{1,131072}",
        "(?:[a-z]{1,9})*+",
        "[a-z]*(?:x|y|z|[a-z])",
        "\\p{L}+"
      })
  void pattern_ofTheUsualKind_takesLongValues(String pattern) {
    CommandCatalog catalog =
        catalog(slot("a", new SlotType.Text(Pattern.compile(pattern), 131_072)));
    assertEquals(131_072, argv(catalog, "abcd".repeat(32_768)).getFirst().length());
  }

  private static CommandCatalog catalog(Word... words) {
    return new CommandCatalog(
        List.of(
            new CommandDefinition(
                "c",
                "",
                Path.of("/bin/true"),
                List.of(words),
                Map.of("FIXED", "1", "MODE", "slow"),
                Map.of("MODE", Pattern.compile("fast|slow"), "ANY", Pattern.compile("(?s).*")),
                Duration.ofSeconds(1),
                0,
                1,
                List.of())));
  }

  private static Word fixed(String text) {
    return new Word.Fixed(text);
  }

  private static Word slot(String name, SlotType type) {
    return new Word.Slot(name, type, Optional.empty(), false);
  }

  private static Word defaulted(String name, SlotType type, String value) {
    return new Word.Slot(name, type, Optional.of(value), false);
  }

  private static Word rest(SlotType type, int maxItems) {
    return new Word.Rest(type, maxItems, false);
  }

  private static List<String> argv(CommandCatalog catalog, String... values) {
    return allowed(catalog.decide("c", List.of(values), Map.of())).argv();
  }

  private static Decision.Allowed allowed(Decision decision) {
    return switch (decision) {
      case Decision.Allowed allowed -> allowed;
      case Decision.Refused(List<BadMember> members) -> throw new AssertionError(members);
    };
  }

  private static String flaws(CommandCatalog catalog, String... values) {
    return flaws(catalog.decide("c", List.of(values), Map.of()));
  }

  private static String flaws(Decision decision) {
    return switch (decision) {
      case Decision.Allowed allowed -> throw new AssertionError(allowed);
      case Decision.Refused(List<BadMember> members) ->
          members.stream()
              .map(member -> member.name() + " " + member.reason())
              .collect(Collectors.joining("; "));
    };
  }
}
