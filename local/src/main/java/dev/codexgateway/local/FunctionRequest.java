package dev.codexgateway.local;

import com.google.cloud.functions.HttpRequest;
import dev.codexgateway.relay.http.ServerRequest;
import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A request of the one-machine server as functions know requests. */
final class FunctionRequest implements HttpRequest {
  private static final String FORWARDED_FOR = "X-Forwarded-For";

  private final ServerRequest request;
  private @Nullable Map<String, List<String>> headers;

  FunctionRequest(ServerRequest request) {
    this.request = request;
  }

  @Override
  public String getMethod() {
    return request.method();
  }

  @Override
  public String getUri() {
    String host = getFirstHeader("Host").orElse("localhost");
    return "http://" + host + request.path() + request.query().map(query -> "?" + query).orElse("");
  }

  @Override
  public String getPath() {
    return request.path();
  }

  @Override
  public Optional<String> getQuery() {
    return request.query();
  }

  @Override
  public Map<String, List<String>> getQueryParameters() {
    Map<String, List<String>> parameters = new LinkedHashMap<>();
    for (String pair : request.query().orElse("").split("&")) {
      if (!pair.isEmpty()) {
        String[] parts = pair.split("=", 2);
        parameters
            .computeIfAbsent(decoded(parts[0]), _ -> new ArrayList<>())
            .add(parts.length == 2 ? decoded(parts[1]) : "");
      }
    }
    return parameters;
  }

  private static String decoded(String text) {
    try {
      return URLDecoder.decode(text, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      return text;
    }
  }

  @Override
  public Map<String, HttpPart> getParts() {
    throw new IllegalStateException("not a multipart request");
  }

  @Override
  public Optional<String> getContentType() {
    return getFirstHeader("Content-Type");
  }

  @Override
  public long getContentLength() {
    return request.body().length;
  }

  @Override
  public Optional<String> getCharacterEncoding() {
    return getContentType()
        .map(type -> type.split("(?i)charset=", 2))
        .filter(parts -> parts.length == 2)
        .map(parts -> parts[1].split("[;\\s]", 2)[0].replace("\"", ""));
  }

  @Override
  public InputStream getInputStream() {
    return new ByteArrayInputStream(request.body());
  }

  @Override
  public BufferedReader getReader() {
    Charset charset = getCharacterEncoding().map(Charset::forName).orElse(StandardCharsets.UTF_8);
    return new BufferedReader(new InputStreamReader(getInputStream(), charset));
  }

  @Override
  public Map<String, List<String>> getHeaders() {
    // Asked for once per header that a function wants, and not cheap to build.
    if (headers == null) {
      headers = request.headers().toMap();
      peer().ifPresent(this::appendPeer);
    }
    return headers;
  }

  private Optional<String> peer() {
    return request.remote() instanceof InetSocketAddress address && !address.isUnresolved()
        ? Optional.of(address.getAddress().getHostAddress())
        : Optional.empty();
  }

  /** As a proxy would: functions have no other way to learn it, and only the last hop is true. */
  private void appendPeer(String address) {
    List<String> hops = new ArrayList<>(getHeaders().getOrDefault(FORWARDED_FOR, List.of()));
    hops.add(address);
    getHeaders().put(FORWARDED_FOR, hops);
  }

  @Override
  public Optional<String> getFirstHeader(String name) {
    return request.headers().first(name);
  }
}
