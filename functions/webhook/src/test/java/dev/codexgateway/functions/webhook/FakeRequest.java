package dev.codexgateway.functions.webhook;

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

/** A delivery as an HTTP server hands it over; header names keep the case in which they came. */
final class FakeRequest implements HttpRequest {
  private final String method;
  private final String path;
  private final byte[] body;
  private final Map<String, List<String>> headers = new LinkedHashMap<>();
  private final Map<String, List<String>> query = new LinkedHashMap<>();
  private long contentLength;

  FakeRequest(String method, String path, byte[] body) {
    this.method = method;
    this.path = path;
    this.body = body;
    this.contentLength = body.length;
  }

  static FakeRequest post(String path, String body) {
    return new FakeRequest("POST", path, body.getBytes(UTF_8))
        .header("Content-Type", "application/json; charset=utf-8");
  }

  FakeRequest header(String name, String value) {
    headers.computeIfAbsent(name, _ -> new ArrayList<>()).add(value);
    return this;
  }

  FakeRequest replaced(String name, String value) {
    headers.remove(name);
    return header(name, value);
  }

  FakeRequest query(String name, String value) {
    query.computeIfAbsent(name, _ -> new ArrayList<>()).add(value);
    return this;
  }

  FakeRequest withoutLength() {
    contentLength = -1;
    return this;
  }

  byte[] body() {
    return body;
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
    return new ByteArrayInputStream(body);
  }

  @Override
  public BufferedReader getReader() {
    return new BufferedReader(new InputStreamReader(getInputStream(), UTF_8));
  }

  @Override
  public Map<String, List<String>> getHeaders() {
    return headers;
  }
}
