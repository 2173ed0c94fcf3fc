package dev.codexgateway.functions.jsonrpc;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import dev.codexgateway.core.hook.DeliverySummary;
import dev.codexgateway.core.hook.HookRequest;
import dev.codexgateway.core.json.Json;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** A delivery as callers see it. */
final class DeliveryJson {
  private DeliveryJson() {}

  static JsonObject of(DeliverySummary delivery) {
    JsonObject json = new JsonObject();
    json.addProperty("delivery_id", delivery.id().value());
    json.addProperty("hook", delivery.hook());
    json.addProperty("received_at", Json.time(delivery.receivedAt()));
    json.addProperty("verdict", delivery.verdict().wireName());
    json.addProperty("reason", delivery.reason());
    json.addProperty("body_bytes", delivery.bodyBytes());
    JsonArray jobs = new JsonArray();
    delivery.jobs().forEach(id -> jobs.add(id.value()));
    json.add("job_ids", jobs);
    return json;
  }

  /**
   * The body is {@code body} where it is UTF-8, else {@code body_base64}.
   *
   * @param maxBodyBytes a larger body is left out, and {@code body_omitted} says so
   */
  static JsonObject of(HookRequest request, int maxBodyBytes) {
    JsonObject json = new JsonObject();
    json.addProperty("method", request.method());
    json.add("headers", HookJson.lists(request.headers()));
    json.add("query", HookJson.lists(request.query()));
    Json.addIfPresent(json, "remote_address", request.remoteAddress());
    if (request.body().length > maxBodyBytes) {
      json.addProperty("body_omitted", true);
    } else {
      addBody(json, request.body());
    }
    return json;
  }

  private static void addBody(JsonObject json, byte[] body) {
    try {
      ByteBuffer bytes = ByteBuffer.wrap(body);
      json.addProperty("body", StandardCharsets.UTF_8.newDecoder().decode(bytes).toString());
    } catch (CharacterCodingException e) {
      json.addProperty("body_base64", Base64.getEncoder().encodeToString(body));
    }
  }
}
