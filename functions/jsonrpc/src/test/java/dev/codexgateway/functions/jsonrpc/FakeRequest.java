package dev.codexgateway.functions.jsonrpc;

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

/** A request as an HTTP server hands it over; header names keep the case in which they came. */
final class FakeRequest implements HttpRequest {
  private final String method;
  private final InputStream body;
  private final Map<String, List<String>> headers = new LinkedHashMap<>();
  private long contentLength = -1;

  FakeRequest(String method, InputStream body) {
    this.method = method;
    this.body = body;
  }

  static FakeRequest post(byte[] body) {
    FakeRequest request = new FakeRequest("POST", new ByteArrayInputStream(body));
    request.contentLength = body.length;
    return request.header("Content-Type", "application/json");
  }

  static FakeRequest post(String body) {
    return post(body.getBytes(UTF_8));
  }

  FakeRequest header(String name, String value) {
    headers.computeIfAbsent(name, _ -> new ArrayList<>()).add(value);
    return this;
  }

  FakeRequest without(String name) {
    headers.remove(name);
    return this;
  }

  FakeRequest contentLength(long bytes) {
    contentLength = bytes;
    return this;
  }

  @Override
  public String getMethod() {
    return method;
  }

  @Override
  public String getUri() {
    return "http://localhost/jsonrpc";
  }

  @Override
  public String getPath() {
    return "/jsonrpc";
  }

  @Override
  public Optional<String> getQuery() {
    return Optional.empty();
  }

  @Override
  public Map<String, List<String>> getQueryParameters() {
    return Map.of();
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
    return body;
  }

  @Override
  public BufferedReader getReader() {
    return new BufferedReader(new InputStreamReader(body, UTF_8));
  }

  @Override
  public Map<String, List<String>> getHeaders() {
    return headers;
  }
}
