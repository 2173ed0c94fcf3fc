package dev.codexgateway.acceptance;

import com.google.gson.Gson;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.util.List;
import java.util.Set;
import java.util.stream.StreamSupport;

/** Builds and reads the JSON of tests. */
public final class Json {
  private static final Gson GSON = new Gson();
  private static final Set<String> TERMINAL =
      Set.of("succeeded", "failed", "timed_out", "cancelled", "lost");

  private Json() {}

  /** Names and values in turn. */
  public static JsonObject object(Object... members) {
    JsonObject object = new JsonObject();
    for (int i = 0; i < members.length; i += 2) {
      object.add((String) members[i], GSON.toJsonTree(members[i + 1]));
    }
    return object;
  }

  public static JsonObject parse(String text) {
    return JsonParser.parseString(text).getAsJsonObject();
  }

  public static List<JsonObject> objects(JsonArray array) {
    return StreamSupport.stream(array.spliterator(), false)
        .map(JsonElement::getAsJsonObject)
        .toList();
  }

  public static List<String> strings(JsonArray array, String member) {
    return objects(array).stream().map(object -> string(object, member)).toList();
  }

  public static String string(JsonObject object, String member) {
    return object.get(member).getAsString();
  }

  public static long number(JsonObject object, String member) {
    return object.get(member).getAsLong();
  }

  public static String state(JsonObject job) {
    return string(job, "state");
  }

  public static String id(JsonObject job) {
    return string(job, "job_id");
  }

  public static boolean isTerminal(JsonObject job) {
    return TERMINAL.contains(state(job));
  }
}
