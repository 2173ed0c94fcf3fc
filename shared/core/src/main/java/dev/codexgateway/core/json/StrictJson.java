package dev.codexgateway.core.json;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import com.google.gson.Strictness;
import com.google.gson.internal.LazilyParsedNumber;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import com.google.gson.stream.MalformedJsonException;
import java.io.EOFException;
import java.io.IOException;
import java.io.StringReader;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads JSON from outside (RFC 8259) and accepts nothing else: no comments, no single quotes, no
 * {@code NaN}, no byte order mark, no duplicate member, no trailing data, no malformed UTF-8, no
 * unpaired surrogate, at most {@value #MAX_DEPTH} levels and numbers of at most {@value
 * #MAX_NUMBER_CHARS} characters. Numbers keep their text digit for digit.
 */
public final class StrictJson {
  /** Levels of arrays and objects. */
  public static final int MAX_DEPTH = 32;

  /** Longest number, in characters; gson gives up on longer ones, so this is not ours to raise. */
  public static final int MAX_NUMBER_CHARS = 1000;

  private static final Pattern GSON_PLACE = Pattern.compile("line (\\d+) column (\\d+)");

  private StrictJson() {}

  /**
   * @param utf8 the whole text; the caller has counted its bytes while reading
   * @throws JsonProblem with the reason and the place
   */
  public static JsonElement parse(byte[] utf8) throws JsonProblem {
    return parse(decode(utf8));
  }

  /**
   * @throws JsonProblem with the reason and the place
   */
  public static JsonElement parse(String text) throws JsonProblem {
    if (text.startsWith("\uFEFF")) {
      throw new JsonProblem("byte order mark at line 1 column 1");
    }
    try (JsonReader reader = new JsonReader(new StringReader(text))) {
      reader.setStrictness(Strictness.STRICT);
      reader.setNestingLimit(MAX_DEPTH + 1);
      JsonElement element = element(reader, 0);
      if (reader.peek() != JsonToken.END_DOCUMENT) {
        throw new JsonProblem("trailing data" + place(reader));
      }
      return element;
    } catch (MalformedJsonException e) {
      throw malformed(e);
    } catch (EOFException e) {
      throw endless(text, e);
    } catch (IOException e) {
      throw new JsonProblem("unreadable");
    }
  }

  private static String decode(byte[] utf8) throws JsonProblem {
    ByteBuffer in = ByteBuffer.wrap(utf8);
    CharBuffer out = CharBuffer.allocate(utf8.length);
    CoderResult result = StandardCharsets.UTF_8.newDecoder().decode(in, out, true);
    if (result.isError()) {
      throw new JsonProblem("not valid UTF-8 at byte " + in.position());
    }
    return out.flip().toString();
  }

  private static JsonElement element(JsonReader reader, int depth) throws IOException, JsonProblem {
    return switch (reader.peek()) {
      case BEGIN_ARRAY -> array(reader, deeper(reader, depth));
      case BEGIN_OBJECT -> object(reader, deeper(reader, depth));
      case STRING -> new JsonPrimitive(text(reader));
      case NUMBER -> number(reader);
      case BOOLEAN -> new JsonPrimitive(reader.nextBoolean());
      case NULL -> {
        reader.nextNull();
        yield JsonNull.INSTANCE;
      }
      case NAME, END_ARRAY, END_OBJECT, END_DOCUMENT ->
          throw new JsonProblem("a value is missing" + place(reader));
    };
  }

  private static int deeper(JsonReader reader, int depth) throws JsonProblem {
    if (depth == MAX_DEPTH) {
      throw new JsonProblem("nested deeper than " + MAX_DEPTH + " levels" + place(reader));
    }
    return depth + 1;
  }

  private static JsonArray array(JsonReader reader, int depth) throws IOException, JsonProblem {
    JsonArray array = new JsonArray();
    reader.beginArray();
    while (reader.hasNext()) {
      array.add(element(reader, depth));
    }
    reader.endArray();
    return array;
  }

  private static JsonObject object(JsonReader reader, int depth) throws IOException, JsonProblem {
    JsonObject object = new JsonObject();
    reader.beginObject();
    while (reader.hasNext()) {
      String name = wellFormed(reader, reader.nextName());
      if (object.has(name)) {
        throw new JsonProblem(
            "duplicate member " + Json.quote(Json.shortened(name)) + place(reader));
      }
      object.add(name, element(reader, depth));
    }
    reader.endObject();
    return object;
  }

  private static String text(JsonReader reader) throws IOException, JsonProblem {
    return wellFormed(reader, reader.nextString());
  }

  /**
   * {@code "\\ud800"} is legal JSON but has no UTF-8 form, so it could be neither stored nor run.
   */
  private static String wellFormed(JsonReader reader, String text) throws JsonProblem {
    if (hasUnpairedSurrogate(text)) {
      throw new JsonProblem("unpaired surrogate in a string" + place(reader));
    }
    return text;
  }

  /** A plain loop: this sees every character of every string that comes in. */
  private static boolean hasUnpairedSurrogate(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (Character.isSurrogate(text.charAt(i))) {
        int codePoint = text.codePointAt(i);
        if (!Character.isSupplementaryCodePoint(codePoint)) {
          return true;
        }
        i++;
      }
    }
    return false;
  }

  private static JsonPrimitive number(JsonReader reader) throws IOException, JsonProblem {
    String digits = reader.nextString();
    if (digits.length() > MAX_NUMBER_CHARS) {
      throw new JsonProblem(
          "number longer than " + MAX_NUMBER_CHARS + " characters" + place(reader));
    }
    return new JsonPrimitive(new LazilyParsedNumber(digits));
  }

  private static JsonProblem malformed(MalformedJsonException e) {
    String message = String.valueOf(e.getMessage());
    if (message.contains("esting limit")) {
      return new JsonProblem("nested deeper than " + MAX_DEPTH + " levels");
    }
    return new JsonProblem("malformed" + place(message));
  }

  private static JsonProblem endless(String text, EOFException e) {
    String reason = text.isBlank() ? "there is no value" : "the text ends in the middle of a value";
    return new JsonProblem(reason + place(String.valueOf(e.getMessage())));
  }

  private static String place(JsonReader reader) {
    return place(reader.toString());
  }

  private static String place(String gson) {
    Matcher place = GSON_PLACE.matcher(gson);
    return place.find() ? " at line " + place.group(1) + " column " + place.group(2) : "";
  }
}
