package dev.codexgateway.functions.health;

import dev.codexgateway.core.json.Json;
import dev.codexgateway.core.platform.Component;
import dev.codexgateway.core.platform.Readiness;
import java.util.List;
import java.util.Map;

/** Answers health checks. */
final class HealthHandler {
  private static final HealthAnswer HEALTHY =
      new HealthAnswer(200, Map.of("Cache-Control", "no-store"), "{\"status\":\"healthy\"}");
  private static final HealthAnswer METHOD_NOT_ALLOWED =
      new HealthAnswer(405, Map.of("Allow", "GET, HEAD"), error("use GET"));
  private static final HealthAnswer NOT_FOUND =
      new HealthAnswer(404, Map.of(), error("no such page; try /health or /health/ready"));

  private final List<Component> components;

  HealthHandler(List<Component> components) {
    this.components = List.copyOf(components);
  }

  HealthAnswer handle(String method, String path) {
    if (!method.equals("GET") && !method.equals("HEAD")) {
      return METHOD_NOT_ALLOWED;
    }
    return switch (path) {
      // Deployed alone, the platform strips nothing and "/" is the function itself.
      case "/health", "/", "" -> HEALTHY;
      case "/health/ready", "/ready" -> readiness();
      default -> NOT_FOUND;
    };
  }

  private HealthAnswer readiness() {
    Readiness readiness = Readiness.of(components);
    return new HealthAnswer(
        readiness.status(), Map.of("Cache-Control", "no-store"), readiness.toJson());
  }

  private static String error(String message) {
    return "{\"error\":{\"code\":-32600,\"message\":" + Json.quote(message) + "}}";
  }
}
