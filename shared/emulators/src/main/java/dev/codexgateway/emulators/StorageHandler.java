package dev.codexgateway.emulators;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;

/** Takes the requests of the fake apart. */
final class StorageHandler implements HttpHandler {
  private static final Pattern UPLOAD =
      Pattern.compile("(?:/resumable)?/upload/storage/v1/b/([^/]+)/o");
  private static final Pattern OBJECT =
      Pattern.compile("(?:/download)?/storage/v1/b/([^/]+)/o/([^/]+)");
  private static final Pattern OBJECTS = Pattern.compile("/storage/v1/b/([^/]+)/o");
  private static final Pattern BUCKET = Pattern.compile("/storage/v1/b/([^/]+)");
  private static final Pattern PLAIN = Pattern.compile("/([^/]+)/(.+)");
  private static final Pattern RANGE = Pattern.compile("bytes=(\\d+)-(\\d*)");
  private static final int RESUME_INCOMPLETE = 308;

  private final Buckets buckets;
  private final Uploads uploads;
  private final SignedUrlCheck signedUrls;
  private final Supplier<URI> url;
  private final AtomicInteger requests = new AtomicInteger();
  private final AtomicInteger failure = new AtomicInteger();
  private final AtomicBoolean loseUploadAnswer = new AtomicBoolean();

  StorageHandler(Buckets buckets, SignedUrlCheck signedUrls, Supplier<URI> url) {
    this.buckets = buckets;
    this.uploads = new Uploads(buckets);
    this.signedUrls = signedUrls;
    this.url = url;
  }

  void failWith(int status) {
    failure.set(status);
  }

  void loseNextUploadAnswer() {
    loseUploadAnswer.set(true);
  }

  int requests() {
    return requests.get();
  }

  @Override
  public void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      requests.incrementAndGet();
      byte[] body = body(exchange);
      try {
        failIfTold();
        route(exchange, body);
      } catch (StorageFault e) {
        json(exchange, e.status(), e.json());
      } catch (RuntimeException e) {
        json(exchange, 400, new StorageFault(400, "invalid", e.toString()).json());
      }
    }
  }

  private static byte[] body(HttpExchange exchange) throws IOException {
    boolean isZipped = "gzip".equals(exchange.getRequestHeaders().getFirst("Content-Encoding"));
    InputStream body = exchange.getRequestBody();
    try (InputStream in = isZipped ? new GZIPInputStream(body) : body) {
      return in.readAllBytes();
    }
  }

  private void failIfTold() throws StorageFault {
    int status = failure.get();
    if (status != 0) {
      throw new StorageFault(status, "backendError", "told to fail");
    }
  }

  private void route(HttpExchange exchange, byte[] body) throws IOException, StorageFault {
    String path = exchange.getRequestURI().getRawPath();
    Map<String, String> query = SignedUrlCheck.parse(exchange.getRequestURI().getRawQuery());
    Matcher upload = UPLOAD.matcher(path);
    Matcher object = OBJECT.matcher(path);
    Matcher objects = OBJECTS.matcher(path);
    Matcher bucket = BUCKET.matcher(path);
    Matcher plain = PLAIN.matcher(path);
    if (upload.matches()) {
      upload(exchange, decode(upload.group(1)), query, body);
    } else if (object.matches()) {
      object(exchange, decode(object.group(1)), decode(object.group(2)), query);
    } else if (objects.matches()) {
      list(exchange, decode(objects.group(1)), query.getOrDefault("prefix", ""));
    } else if (bucket.matches()) {
      bucket(exchange, decode(bucket.group(1)));
    } else if (plain.matches()) {
      signed(exchange, decode(plain.group(1)), decode(plain.group(2)), query);
    } else {
      throw new StorageFault(404, "notFound", "no such route: " + path);
    }
  }

  private static String decode(String text) {
    return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
  }

  private void upload(HttpExchange exchange, String bucket, Map<String, String> query, byte[] body)
      throws IOException, StorageFault {
    String id = query.get("upload_id");
    if (id != null) {
      String range = header(exchange, "Content-Range");
      progress(exchange, uploads.receive(id, range, body));
    } else if (query.getOrDefault("uploadType", "").equals("resumable")) {
      String begun = uploads.begin(bucket, query, body);
      exchange
          .getResponseHeaders()
          .set(
              "Location",
              url.get()
                  + exchange.getRequestURI().getRawPath()
                  + "?uploadType=resumable&upload_id="
                  + begun);
      json(exchange, 200, "");
    } else {
      stored(exchange, uploads.multipart(bucket, query, header(exchange, "Content-Type"), body));
    }
  }

  private static String header(HttpExchange exchange, String name) {
    String value = exchange.getRequestHeaders().getFirst(name);
    return value == null ? "" : value;
  }

  private void progress(HttpExchange exchange, Uploads.Progress progress) throws IOException {
    switch (progress) {
      case Uploads.Progress.Complete(StoredObject object) -> stored(exchange, object);
      case Uploads.Progress.Incomplete(long bytes) -> {
        if (bytes > 0) {
          exchange.getResponseHeaders().set("Range", "bytes=0-" + (bytes - 1));
        }
        json(exchange, RESUME_INCOMPLETE, "");
      }
    }
  }

  /** The connection is closed without a word where the answer is to be lost. */
  private void stored(HttpExchange exchange, StoredObject object) throws IOException {
    if (!loseUploadAnswer.getAndSet(false)) {
      json(exchange, 200, object.json());
    }
  }

  private void object(HttpExchange exchange, String bucket, String name, Map<String, String> query)
      throws IOException, StorageFault {
    if (exchange.getRequestMethod().equals("DELETE")) {
      buckets.delete(bucket, name);
      exchange.sendResponseHeaders(204, -1);
    } else if (query.getOrDefault("alt", "json").equals("media")) {
      media(exchange, buckets.find(bucket, name));
    } else {
      json(exchange, 200, buckets.find(bucket, name).json());
    }
  }

  private void media(HttpExchange exchange, StoredObject object) throws IOException {
    exchange.getResponseHeaders().set("Content-Type", object.contentType());
    exchange.getResponseHeaders().set("x-goog-hash", "crc32c=" + object.crc32c());
    exchange.getResponseHeaders().set("x-goog-generation", Long.toString(object.generation()));
    byte[] content = object.content();
    Matcher range = RANGE.matcher(header(exchange, "Range"));
    if (!range.matches()) {
      bytes(exchange, 200, content);
      return;
    }
    int from = Integer.parseInt(range.group(1));
    int last = content.length - 1;
    int to = range.group(2).isEmpty() ? last : Math.min(last, Integer.parseInt(range.group(2)));
    if (from > last) {
      exchange.getResponseHeaders().set("Content-Range", "bytes */" + content.length);
      bytes(exchange, 416, new byte[0]);
      return;
    }
    exchange
        .getResponseHeaders()
        .set("Content-Range", "bytes " + from + "-" + to + "/" + content.length);
    bytes(exchange, 206, Arrays.copyOfRange(content, from, to + 1));
  }

  private void list(HttpExchange exchange, String bucket, String prefix)
      throws IOException, StorageFault {
    JsonArray items = new JsonArray();
    buckets.objects(bucket).values().stream()
        .filter(object -> object.name().startsWith(prefix))
        .forEach(object -> items.add(JsonParser.parseString(object.json())));
    JsonObject page = new JsonObject();
    page.addProperty("kind", "storage#objects");
    page.add("items", items);
    json(exchange, 200, page.toString());
  }

  private void bucket(HttpExchange exchange, String bucket) throws IOException, StorageFault {
    buckets.objects(bucket);
    JsonObject resource = new JsonObject();
    resource.addProperty("kind", "storage#bucket");
    resource.addProperty("id", bucket);
    resource.addProperty("name", bucket);
    json(exchange, 200, resource.toString());
  }

  private void signed(HttpExchange exchange, String bucket, String name, Map<String, String> query)
      throws IOException, StorageFault {
    if (!SignedUrlCheck.isSigned(query)) {
      throw new StorageFault(403, "forbidden", "Anonymous caller does not have access.");
    }
    URI uri = exchange.getRequestURI();
    signedUrls.check(header(exchange, "Host"), uri.getRawPath(), uri.getRawQuery(), query);
    StoredObject object = buckets.find(bucket, name);
    String disposition =
        query.getOrDefault("response-content-disposition", object.contentDisposition());
    if (!disposition.isEmpty()) {
      exchange.getResponseHeaders().set("Content-Disposition", disposition);
    }
    exchange
        .getResponseHeaders()
        .set("Content-Type", query.getOrDefault("response-content-type", object.contentType()));
    bytes(exchange, 200, object.content());
  }

  private static void json(HttpExchange exchange, int status, String json) throws IOException {
    exchange.getResponseHeaders().set("Content-Type", "application/json; charset=UTF-8");
    bytes(exchange, status, json.getBytes(StandardCharsets.UTF_8));
  }

  private static void bytes(HttpExchange exchange, int status, byte[] bytes) throws IOException {
    exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
    if (bytes.length > 0) {
      exchange.getResponseBody().write(bytes);
    }
  }
}
