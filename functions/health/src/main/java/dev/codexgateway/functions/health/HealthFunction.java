package dev.codexgateway.functions.health;

import com.google.cloud.functions.HttpFunction;
import com.google.cloud.functions.HttpRequest;
import com.google.cloud.functions.HttpResponse;
import dev.codexgateway.core.platform.Component;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * {@code GET /health}: 200 {@code {"status":"healthy"}} as long as the process answers. {@code GET
 * /health/ready} asks each component: 200 {@code {"status":"ready","components":{"store":"up"}}},
 * or 503 with {@code "not_ready"} and the ones that are {@code "down"}. Names and states only,
 * since no key is asked for.
 */
public final class HealthFunction implements HttpFunction {
  private final HealthHandler handler;

  /** For the platform: on its own this function has no components to ask. */
  public HealthFunction() {
    this(List.of());
  }

  public HealthFunction(List<Component> components) {
    handler = new HealthHandler(components);
  }

  @Override
  public void service(HttpRequest request, HttpResponse response) throws IOException {
    HealthAnswer answer = handler.handle(request.getMethod(), request.getPath());
    response.setStatusCode(answer.status());
    answer.headers().forEach(response::appendHeader);
    response.setContentType("application/json");
    try (OutputStream out = response.getOutputStream()) {
      out.write(answer.json().getBytes(StandardCharsets.UTF_8));
    }
  }
}
