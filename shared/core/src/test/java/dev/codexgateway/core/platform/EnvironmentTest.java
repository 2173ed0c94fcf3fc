package dev.codexgateway.core.platform;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EnvironmentTest {
  private static Environment of(String name, String value) {
    return new Environment(Map.of(name, value));
  }

  @Test
  void notSet_isTheDefault() {
    Environment env = new Environment(Map.of("EMPTY", " "));
    assertEquals(Optional.empty(), env.text("EMPTY"));
    assertEquals(7, env.integer("EMPTY", 1, 9, 7));
    assertEquals(Duration.ofSeconds(30), env.seconds("LEASE", 1, 60, 30));
    assertEquals(Path.of("/tmp"), env.path("DIRECTORY", Path.of("/tmp")));
    assertEquals(Set.of(), env.list("LIST"));
    env.check();
  }

  @Test
  void set_isTaken() {
    assertEquals(Optional.of("a b"), of("NAME", " a b ").text("NAME"));
    assertEquals("x", of("NAME", "x").required("NAME", "a name"));
    assertEquals(9, of("COUNT", " 9 ").integer("COUNT", 1, 9, 7));
    assertEquals(Duration.ofSeconds(2), of("LEASE", "2").seconds("LEASE", 1, 60, 30));
    assertEquals(Path.of("/work"), of("DIRECTORY", "/work").path("DIRECTORY", Path.of("/tmp")));
    assertEquals(Set.of("a", "b"), of("LIST", "a, b,,a").list("LIST"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "10", "many", "1.5", "99999999999"})
  void badNumber_isTold(String value) {
    Environment env = of("COUNT", value);
    assertEquals(7, env.integer("COUNT", 1, 9, 7));
    IllegalStateException failure = assertThrows(IllegalStateException.class, env::check);
    assertEquals("COUNT must be an integer from 1 to 9", failure.getMessage());
  }

  @Test
  void everyProblem_isToldAtOnce() {
    Environment env = of("COUNT", "x");
    assertEquals("", env.required("NAME", "the bucket"));
    env.integer("COUNT", 1, 9, 7);
    env.problem("A and B belong together");
    IllegalStateException failure = assertThrows(IllegalStateException.class, env::check);
    assertEquals(
        "NAME is not set: the bucket; COUNT must be an integer from 1 to 9;"
            + " A and B belong together",
        failure.getMessage());
  }
}
