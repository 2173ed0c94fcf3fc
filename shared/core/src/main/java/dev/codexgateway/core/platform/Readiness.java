package dev.codexgateway.core.platform;

import dev.codexgateway.core.json.Json;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What {@code /health/ready} answers: names and states only, since no key is asked for.
 *
 * @param states {@code up} or {@code down} by name, in the order of the components
 */
public record Readiness(Map<String, String> states) {
  /** Asks each component; as slow as they are together. */
  public static Readiness of(List<Component> components) {
    Map<String, String> states = new LinkedHashMap<>();
    components.forEach(part -> states.put(part.name(), part.isReady() ? "up" : "down"));
    return new Readiness(states);
  }

  /** 200, or 503 as soon as one component is down. */
  public int status() {
    return isReady() ? 200 : 503;
  }

  /** For example {@code {"status":"ready","components":{"store":"up"}}}. */
  public String toJson() {
    return "{\"status\":\""
        + (isReady() ? "ready" : "not_ready")
        + "\",\"components\":"
        + Json.write(Json.object(states))
        + "}";
  }

  private boolean isReady() {
    return !states.containsValue("down");
  }
}
