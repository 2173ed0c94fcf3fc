package dev.codexgateway.core.platform;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

class ReadinessTest {
  private record Part(String name, boolean isReady) implements Component {}

  @Test
  void allUp_isReady() {
    Readiness readiness = Readiness.of(List.of(new Part("store", true), new Part("queue", true)));
    assertEquals(200, readiness.status());
    assertEquals(
        "{\"status\":\"ready\",\"components\":{\"store\":\"up\",\"queue\":\"up\"}}",
        readiness.toJson());
  }

  @Test
  void oneDown_isNotReadyAndNamesIt() {
    Readiness readiness = Readiness.of(List.of(new Part("store", true), new Part("queue", false)));
    assertEquals(503, readiness.status());
    assertEquals(
        "{\"status\":\"not_ready\",\"components\":{\"store\":\"up\",\"queue\":\"down\"}}",
        readiness.toJson());
  }
}
