package dev.codexgateway.emulators;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * <a href="https://cloud.google.com/storage/docs/uploads-downloads">Multipart and resumable</a>.
 */
final class Uploads {
  private static final Pattern BOUNDARY = Pattern.compile("boundary=\"?([^\";]+)\"?");
  private static final Pattern CONTENT_RANGE =
      Pattern.compile("bytes (?:(\\d+)-(\\d+)|\\*)/(\\d+|\\*)");

  private final Buckets buckets;
  private final Map<String, Session> sessions = new ConcurrentHashMap<>();

  Uploads(Buckets buckets) {
    this.buckets = buckets;
  }

  /** A resumable upload that has begun. */
  private static final class Session {
    private final String bucket;
    private final String name;
    private final @Nullable String ifGeneration;
    private final JsonObject given;
    private final ByteArrayOutputStream received = new ByteArrayOutputStream();
    private @Nullable StoredObject stored;

    Session(String bucket, String name, @Nullable String ifGeneration, JsonObject given) {
      this.bucket = bucket;
      this.name = name;
      this.ifGeneration = ifGeneration;
      this.given = given;
    }
  }

  /** What a piece of a resumable upload led to. */
  sealed interface Progress {
    /**
     * @param bytes received so far
     */
    record Incomplete(long bytes) implements Progress {}

    record Complete(StoredObject object) implements Progress {}
  }

  StoredObject multipart(String bucket, Map<String, String> query, String contentType, byte[] body)
      throws StorageFault {
    // one character per byte, so that text positions are byte positions
    String text = new String(body, StandardCharsets.ISO_8859_1);
    Matcher boundary = BOUNDARY.matcher(contentType);
    if (!boundary.find()) {
      throw new StorageFault(400, "invalid", "multipart without a boundary");
    }
    String[] parts = text.split("\r?\n?--" + Pattern.quote(boundary.group(1)) + "(?:--)?\r?\n?");
    if (parts.length < 3) {
      throw new StorageFault(400, "invalid", "multipart needs metadata and content");
    }
    JsonObject given = json(content(parts[1]));
    String name = name(query, given);
    return buckets.put(bucket, name, query.get("ifGenerationMatch"), given, content(parts[2]));
  }

  /** What follows the headers of a part. */
  private static byte[] content(String part) {
    return part.substring(part.indexOf("\r\n\r\n") + 4).getBytes(StandardCharsets.ISO_8859_1);
  }

  private static JsonObject json(byte[] bytes) {
    String text = new String(bytes, StandardCharsets.UTF_8);
    return text.isBlank() ? new JsonObject() : JsonParser.parseString(text).getAsJsonObject();
  }

  private static String name(Map<String, String> query, JsonObject given) throws StorageFault {
    String name = query.get("name");
    if (name == null && given.has("name")) {
      name = given.get("name").getAsString();
    }
    if (name == null || name.isEmpty()) {
      throw new StorageFault(400, "required", "Required");
    }
    return name;
  }

  /**
   * @return the id of the upload
   */
  String begin(String bucket, Map<String, String> query, byte[] body) throws StorageFault {
    JsonObject given = json(body);
    String name = name(query, given);
    String ifGeneration = query.get("ifGenerationMatch");
    buckets.check(bucket, name, ifGeneration);
    String id = UUID.randomUUID().toString();
    sessions.put(id, new Session(bucket, name, ifGeneration, given));
    return id;
  }

  Progress receive(String id, String contentRange, byte[] bytes) throws StorageFault {
    Session session = sessions.get(id);
    if (session == null) {
      throw new StorageFault(404, "notFound", "no such upload");
    }
    synchronized (session) {
      StoredObject stored = session.stored;
      return stored == null ? add(session, contentRange, bytes) : new Progress.Complete(stored);
    }
  }

  private Progress add(Session session, String contentRange, byte[] bytes) throws StorageFault {
    Matcher range = CONTENT_RANGE.matcher(contentRange);
    boolean hasRange = range.matches();
    String from = hasRange ? range.group(1) : "0";
    long skip = from == null ? 0 : session.received.size() - Long.parseLong(from);
    if (skip < 0) {
      throw new StorageFault(503, "backendError", "bytes are missing before " + contentRange);
    }
    session.received.write(bytes, (int) skip, Math.max(0, bytes.length - (int) skip));
    String total = hasRange ? range.group(3) : Long.toString(session.received.size());
    if (total.equals("*") || Long.parseLong(total) > session.received.size()) {
      return new Progress.Incomplete(session.received.size());
    }
    StoredObject object =
        buckets.put(
            session.bucket,
            session.name,
            session.ifGeneration,
            session.given,
            session.received.toByteArray());
    session.stored = object;
    return new Progress.Complete(object);
  }
}
