package dev.codexgateway.core.key;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ScopeTest {
  private static final List<Scope> CONCRETE =
      List.of(
          Scope.JOBS_READ,
          Scope.JOBS_CANCEL,
          Scope.KEYS_ADMIN,
          Scope.WS_SUBSCRIBE,
          Scope.submit("echo"),
          Scope.submit("echo2"));

  @Test
  void covers_all_everything() {
    CONCRETE.forEach(wanted -> assertTrue(Scope.ALL.covers(wanted)));
    assertTrue(Scope.ALL.covers(Scope.submit("*")));
  }

  @Test
  void covers_oneScope_onlyItself() {
    for (Scope have : CONCRETE) {
      for (Scope wanted : CONCRETE) {
        assertEquals(have.equals(wanted), have.covers(wanted), have + " for " + wanted);
      }
      assertFalse(have.covers(Scope.ALL));
    }
  }

  @Test
  void covers_submitAny_everyCommandAndNothingElse() {
    Scope any = Scope.submit("*");

    assertTrue(any.covers(Scope.submit("echo")));
    assertTrue(any.covers(any));
    assertFalse(any.covers(Scope.JOBS_READ));
    assertFalse(any.covers(Scope.ALL));
    assertFalse(Scope.submit("echo").covers(any));
  }

  @Test
  void may_anyOfItsScopes() {
    Principal principal =
        new Principal("owner", "id", Set.of(Scope.JOBS_READ, Scope.submit("echo")));

    assertTrue(principal.may(Scope.submit("echo")));
    assertTrue(principal.may(Scope.JOBS_READ));
    assertFalse(principal.may(Scope.JOBS_CANCEL));
    assertFalse(new Principal("owner", "id", Set.of()).may(Scope.JOBS_READ));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "*",
        "jobs:read",
        "jobs:cancel",
        "hooks:manage",
        "keys:admin",
        "ws:subscribe",
        "jobs:submit:*",
        "jobs:submit:echo",
        "jobs:submit:A.b_c-1"
      })
  void parse_known_isTheSame(String text) {
    assertEquals(Optional.of(new Scope(text)), Scope.parse(text));
    assertEquals(text, new Scope(text).toString());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "**",
        "jobs",
        "jobs:",
        "jobs:write",
        "jobs:submit",
        "jobs:submit:",
        "jobs:submit:-x",
        "jobs:submit:a b",
        "jobs:submit:**",
        "JOBS:READ",
        "jobs:read ",
        "jobs:read\n"
      })
  void parse_anythingElse_isEmpty(String text) {
    assertEquals(Optional.empty(), Scope.parse(text));
    assertThrows(IllegalArgumentException.class, () -> new Scope(text));
  }
}
