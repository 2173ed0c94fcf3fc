package dev.codexgateway.local;

import com.google.cloud.functions.HttpResponse;
import dev.codexgateway.relay.http.ServerResponse;
import java.io.BufferedWriter;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Gathers what a function answers, and hands it to the one-machine server at the end. */
final class FunctionResponse implements HttpResponse {
  private final Map<String, List<String>> headers = new LinkedHashMap<>();
  private final ByteArrayOutputStream body = new ByteArrayOutputStream(512);
  private int status = 200;
  private @Nullable BufferedWriter writer;

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
    headers.computeIfAbsent(header, _ -> new ArrayList<>(1)).add(value);
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
    if (writer == null) {
      writer = new BufferedWriter(new OutputStreamWriter(body, StandardCharsets.UTF_8));
    }
    return writer;
  }

  void writeTo(ServerResponse response) throws IOException {
    if (writer != null) {
      writer.flush();
    }
    response.status(status);
    headers.forEach((name, values) -> values.forEach(value -> response.header(name, value)));
    response.body(body.toByteArray());
  }
}
