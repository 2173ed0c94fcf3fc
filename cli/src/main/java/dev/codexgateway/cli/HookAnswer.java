package dev.codexgateway.cli;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;

/** What a hook answered to a delivery. */
record HookAnswer(int status, String body) {
  boolean isTaken() {
    return status / 100 == 2;
  }

  JsonObject toJson() {
    JsonObject json = new JsonObject();
    json.addProperty("status", status);
    json.add(
        "body",
        Json.parseObject(body).<JsonElement>map(o -> o).orElseGet(() -> new JsonPrimitive(body)));
    return json;
  }
}
