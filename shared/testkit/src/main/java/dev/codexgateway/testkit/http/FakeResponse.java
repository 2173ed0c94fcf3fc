package dev.codexgateway.testkit.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.cloud.functions.HttpResponse;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.BufferedWriter;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What a function answered. */
public final class FakeResponse implements HttpResponse {
  private final ByteArrayOutputStream body = new ByteArrayOutputStream();
  private final Map<String, List<String>> headers = new LinkedHashMap<>();
  private int status = 200;

  public int status() {
    return status;
  }

  /** All values, separated by commas; empty where there is none. */
  public String header(String name) {
    return String.join(", ", headers.getOrDefault(name, List.of()));
  }

  public String text() {
    return body.toString(UTF_8);
  }

  public JsonObject json() {
    return JsonParser.parseString(text()).getAsJsonObject();
  }

  /** Of a batch. */
  public JsonArray jsons() {
    return JsonParser.parseString(text()).getAsJsonArray();
  }

  /** A text member. */
  public String member(String name) {
    return json().get(name).getAsString();
  }

  /** Of a JSON-RPC call that must have succeeded. */
  public JsonElement result() {
    JsonElement result = json().get("result");
    if (result == null) {
      throw new AssertionError(text());
    }
    return result;
  }

  public JsonObject error() {
    return json().getAsJsonObject("error");
  }

  public int code() {
    return error().get("code").getAsInt();
  }

  public String message() {
    return error().get("message").getAsString();
  }

  /** The bad members of {@code -32602}: {@code name reason; name reason}. */
  public String flaws() {
    if (code() != -32602) {
      throw new AssertionError(text());
    }
    return String.join(
        "; ",
        error().getAsJsonObject("data").getAsJsonArray("members").asList().stream()
            .map(JsonElement::getAsJsonObject)
            .map(flaw -> flaw.get("name").getAsString() + " " + flaw.get("reason").getAsString())
            .toList());
  }

  @Override
  public void setStatusCode(int code) {
    status = code;
  }

  @Override
  public void setStatusCode(int code, String message) {
    status = code;
  }

  @Override
  public void setContentType(String contentType) {
    headers.put("Content-Type", new ArrayList<>(List.of(contentType)));
  }

  @Override
  public Optional<String> getContentType() {
    return Optional.ofNullable(headers.get("Content-Type")).map(List::getFirst);
  }

  @Override
  public void appendHeader(String header, String value) {
    headers.computeIfAbsent(header, _ -> new ArrayList<>()).add(value);
  }

  @Override
  public Map<String, List<String>> getHeaders() {
    return headers;
  }

  @Override
  public OutputStream getOutputStream() {
    return body;
  }

  @Override
  public BufferedWriter getWriter() {
    return new BufferedWriter(new OutputStreamWriter(body, UTF_8));
  }
}
