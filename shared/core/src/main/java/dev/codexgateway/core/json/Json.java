package dev.codexgateway.core.json;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Map;
import java.util.Optional;

/** Small helpers for JSON that we write. Members are snake_case, times RFC 3339 in UTC. */
public final class Json {
  /** Longest name that an error repeats, in characters. */
  public static final int SHORT_CHARS = 64;

  private static final Gson GSON =
      new GsonBuilder().disableHtmlEscaping().serializeNulls().create();
  private static final DateTimeFormatter MILLIS =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

  private Json() {}

  /** One line, nulls kept. */
  public static String write(JsonElement element) {
    return GSON.toJson(element);
  }

  /** A JSON string with its quotes. */
  public static String quote(String text) {
    return GSON.toJson(new JsonPrimitive(text));
  }

  /** At most {@value #SHORT_CHARS} characters of the text, for names that a sender made up. */
  public static String shortened(String text) {
    if (text.length() <= SHORT_CHARS) {
      return text;
    }
    boolean splitsPair = Character.isHighSurrogate(text.charAt(SHORT_CHARS - 1));
    return text.substring(0, splitsPair ? SHORT_CHARS - 1 : SHORT_CHARS) + "…";
  }

  /** RFC 3339, UTC, always three decimals, so that texts sort as times do. */
  public static String time(Instant instant) {
    return MILLIS.format(instant);
  }

  public static JsonObject object(Map<String, String> members) {
    JsonObject object = new JsonObject();
    members.forEach(object::addProperty);
    return object;
  }

  /** Adds the member where there is a fact; absent facts are absent members. */
  public static void addIfPresent(JsonObject object, String name, Optional<String> value) {
    value.ifPresent(text -> object.addProperty(name, text));
  }

  /** As {@link #addIfPresent} for a time. */
  public static void addTime(JsonObject object, String name, Optional<Instant> value) {
    value.ifPresent(instant -> object.addProperty(name, time(instant)));
  }
}
