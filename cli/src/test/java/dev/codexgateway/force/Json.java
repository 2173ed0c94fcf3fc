package dev.codexgateway.force;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;

/** Small JSON texts of tests. */
final class Json {
  private Json() {}

  static JsonObject object(String name, String value) {
    JsonObject json = new JsonObject();
    json.addProperty(name, value);
    return json;
  }

  /**
   * An event in the one form in which tests compare them, whichever way it came: without the id
   * that a WebSocket's notification has in front.
   */
  static String event(JsonObject event) {
    event.remove("job_id");
    return event.toString();
  }

  static String event(String event) {
    return event(JsonParser.parseString(event).getAsJsonObject());
  }
}
