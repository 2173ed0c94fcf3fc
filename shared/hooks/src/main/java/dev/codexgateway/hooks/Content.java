package dev.codexgateway.hooks;

import com.google.gson.JsonElement;
import dev.codexgateway.core.hook.HookRequest;
import dev.codexgateway.core.json.JsonProblem;
import dev.codexgateway.core.json.StrictJson;
import dev.codexgateway.hooks.cel.JsonValues;
import dev.codexgateway.hooks.cel.Variables;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A delivery whose body is read at most once, when somebody first asks. JSON and forms are
 * understood; plain text is JSON where it can be. Belongs to one thread.
 */
public final class Content {
  private final HookRequest request;
  private final boolean hasPayloadField;
  private @Nullable Body body;

  /** What the body turned out to be. */
  public sealed interface Body {
    /**
     * @param value as CEL knows values
     * @param raw the body as text
     */
    record Read(Object value, String raw) implements Body {}

    record Unreadable(Problem problem) implements Body {}
  }

  /**
   * @param status of HTTP: 400 or 415
   * @param reason one line that quotes nothing but names
   */
  public record Problem(int status, String reason) {}

  /**
   * @param hasPayloadField whether the provider puts its JSON into the field {@code payload} of a
   *     form
   */
  Content(HookRequest request, boolean hasPayloadField) {
    this.request = request;
    this.hasPayloadField = hasPayloadField;
  }

  public HookRequest request() {
    return request;
  }

  public Body body() {
    if (body == null) {
      body = read();
    }
    return body;
  }

  /** The body as JSON would have it, where it is an object. */
  Map<?, ?> object() {
    return body() instanceof Body.Read(Map<?, ?> map, String _) ? map : Map.of();
  }

  boolean isForm() {
    return MediaType.of(request.header("content-type")).kind() == MediaType.Kind.FORM;
  }

  private Body read() {
    MediaType type = MediaType.of(request.header("content-type"));
    if (type.kind() == MediaType.Kind.OTHER || type.charset().isEmpty()) {
      return unreadable(415, "the content type is neither JSON nor a form in a known charset");
    }
    try {
      ByteBuffer bytes = ByteBuffer.wrap(request.body());
      String raw = type.charset().get().newDecoder().decode(bytes).toString();
      return switch (type.kind()) {
        case JSON -> new Body.Read(json(raw), raw);
        case FORM -> form(raw);
        case TEXT -> new Body.Read(jsonOrText(raw), raw);
        case OTHER -> throw new IllegalStateException("refused above");
      };
    } catch (CharacterCodingException e) {
      return unreadable(400, "the body is not in the charset that it claims");
    } catch (JsonProblem e) {
      return unreadable(400, "the body is not acceptable JSON: " + e.getMessage());
    }
  }

  private static Body unreadable(int status, String reason) {
    return new Body.Unreadable(new Problem(status, reason));
  }

  private static Object json(String text) throws JsonProblem {
    JsonElement element = StrictJson.parse(text);
    return JsonValues.of(element);
  }

  private static Object jsonOrText(String text) {
    if (text.isBlank()) {
      return Variables.NOTHING;
    }
    try {
      return json(text);
    } catch (JsonProblem e) {
      return text;
    }
  }

  private Body form(String raw) throws JsonProblem {
    Map<String, List<String>> fields = Form.parse(raw);
    Optional<String> payload =
        fields.getOrDefault("payload", List.of()).stream().findFirst().filter(_ -> hasPayloadField);
    return payload.isPresent()
        ? new Body.Read(json(payload.get()), raw)
        : new Body.Read(values(fields), raw);
  }

  /** A field is a text, and a list of texts where it is there more than once. */
  private static Map<String, Object> values(Map<String, List<String>> fields) {
    Map<String, Object> values = new LinkedHashMap<>();
    fields.forEach((name, list) -> values.put(name, list.size() == 1 ? list.getFirst() : list));
    return values;
  }
}
