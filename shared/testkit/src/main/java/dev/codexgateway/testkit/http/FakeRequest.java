package dev.codexgateway.testkit.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.cloud.functions.HttpRequest;
import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** A request as an HTTP server hands it over; header names keep the case in which they came. */
public final class FakeRequest implements HttpRequest {
  private final String method;
  private final String path;
  private final Supplier<InputStream> body;
  private final byte[] bytes;
  private final Map<String, List<String>> headers = new LinkedHashMap<>();
  private final Map<String, List<String>> query = new LinkedHashMap<>();
  private long contentLength = -1;

  /** Of a length that nobody knows before it is read. */
  public FakeRequest(String method, String path, InputStream body) {
    this(method, path, () -> body, new byte[0]);
  }

  /** May be sent more than once. */
  public FakeRequest(String method, String path, byte[] body) {
    this(method, path, () -> new ByteArrayInputStream(body), body);
    contentLength = body.length;
  }

  private FakeRequest(String method, String path, Supplier<InputStream> body, byte[] bytes) {
    this.method = method;
    this.path = path;
    this.body = body;
    this.bytes = bytes;
  }

  /** JSON, and says so. */
  public static FakeRequest post(String path, byte[] body) {
    return new FakeRequest("POST", path, body).header("Content-Type", "application/json");
  }

  /** JSON, and says so. */
  public static FakeRequest post(String path, String body) {
    return post(path, body.getBytes(UTF_8));
  }

  /** Adds a value. */
  public FakeRequest header(String name, String value) {
    headers.computeIfAbsent(name, _ -> new ArrayList<>()).add(value);
    return this;
  }

  /** In place of all values. */
  public FakeRequest replaced(String name, String value) {
    return without(name).header(name, value);
  }

  /** What was given as bytes. */
  public byte[] body() {
    return bytes.clone();
  }

  /** Takes all values away. */
  public FakeRequest without(String name) {
    headers.remove(name);
    return this;
  }

  /** Adds a value. */
  public FakeRequest query(String name, String value) {
    query.computeIfAbsent(name, _ -> new ArrayList<>()).add(value);
    return this;
  }

  /** What the sender says, -1 where it says nothing. */
  public FakeRequest contentLength(long bytes) {
    contentLength = bytes;
    return this;
  }

  @Override
  public String getMethod() {
    return method;
  }

  @Override
  public String getUri() {
    return "http://localhost" + path;
  }

  @Override
  public String getPath() {
    return path;
  }

  @Override
  public Optional<String> getQuery() {
    return Optional.empty();
  }

  @Override
  public Map<String, List<String>> getQueryParameters() {
    return query;
  }

  @Override
  public Map<String, HttpPart> getParts() {
    throw new IllegalStateException("not multipart");
  }

  @Override
  public Optional<String> getContentType() {
    return getFirstHeader("Content-Type");
  }

  @Override
  public long getContentLength() {
    return contentLength;
  }

  @Override
  public Optional<String> getCharacterEncoding() {
    return Optional.empty();
  }

  @Override
  public InputStream getInputStream() {
    return body.get();
  }

  @Override
  public BufferedReader getReader() {
    return new BufferedReader(new InputStreamReader(body.get(), UTF_8));
  }

  @Override
  public Map<String, List<String>> getHeaders() {
    return headers;
  }
}
