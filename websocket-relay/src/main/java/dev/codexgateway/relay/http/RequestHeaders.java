package dev.codexgateway.relay.http;

import io.netty.handler.codec.http.HttpHeaders;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The headers of a request; names in any case. */
public final class RequestHeaders {
  private final HttpHeaders headers;

  RequestHeaders(HttpHeaders headers) {
    this.headers = headers;
  }

  public Optional<String> first(String name) {
    return Optional.ofNullable(headers.get(name));
  }

  /** In the order in which they came. */
  public List<String> all(String name) {
    return headers.getAll(name);
  }

  /** The elements of a comma-separated header, over all its lines, without empty ones. */
  public List<String> elements(String name) {
    return headers.getAll(name).stream()
        .flatMap(line -> List.of(line.split(",")).stream())
        .map(String::strip)
        .filter(element -> !element.isEmpty())
        .toList();
  }

  /** All of them; lookups ignore case. */
  public Map<String, List<String>> toMap() {
    Map<String, List<String>> map = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    for (String name : headers.names()) {
      map.putIfAbsent(name, headers.getAll(name));
    }
    return map;
  }
}
