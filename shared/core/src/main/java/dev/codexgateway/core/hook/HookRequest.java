package dev.codexgateway.core.hook;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * A request to a hook, free of any HTTP library's types.
 *
 * @param method for example {@code POST}
 * @param headers by name in lower case, each with its values in order of appearance
 * @param query parameters by name, decoded, each with its values in order of appearance
 * @param body the bytes as they came, before any parsing; shared, never changed by anyone
 * @param remoteAddress of the peer, where known
 */
@SuppressWarnings("ArrayRecordComponent") // equals and hashCode look into it
public record HookRequest(
    String method,
    Map<String, List<String>> headers,
    Map<String, List<String>> query,
    byte[] body,
    Optional<String> remoteAddress) {
  /** Headers whose values open doors, here or elsewhere. */
  private static final Set<String> SECRET_HEADERS =
      Set.of(
          "authorization",
          "proxy-authorization",
          "cookie",
          "x-api-key",
          "x-auth-token",
          "x-gitlab-token");

  private static final byte[] NO_BODY = {};

  public HookRequest {
    headers = copy(headers, true);
    query = copy(query, false);
  }

  private static Map<String, List<String>> copy(
      Map<String, List<String>> values, boolean lowerCase) {
    Map<String, List<String>> sorted = new TreeMap<>();
    values.forEach(
        (name, list) ->
            sorted.merge(
                lowerCase ? name.toLowerCase(Locale.ROOT) : name,
                List.copyOf(list),
                HookRequest::joined));
    return Collections.unmodifiableMap(sorted);
  }

  private static List<String> joined(List<String> first, List<String> second) {
    List<String> all = new ArrayList<>(first);
    all.addAll(second);
    return List.copyOf(all);
  }

  /** The first value of a header, whatever the case of the given name. */
  public Optional<String> header(String name) {
    return headers.getOrDefault(name.toLowerCase(Locale.ROOT), List.of()).stream().findFirst();
  }

  /**
   * What may be kept: without the headers that are secret by nature, and without those that the
   * hook's configuration says carry a secret.
   *
   * @param headerNames in any case
   */
  public HookRequest withoutSecrets(Collection<String> headerNames, Collection<String> queryNames) {
    Map<String, List<String>> keptHeaders = new TreeMap<>(headers);
    keptHeaders.keySet().removeAll(SECRET_HEADERS);
    headerNames.forEach(name -> keptHeaders.remove(name.toLowerCase(Locale.ROOT)));
    Map<String, List<String>> keptQuery = new TreeMap<>(query);
    queryNames.forEach(keptQuery::remove);
    return new HookRequest(method, keptHeaders, keptQuery, body, remoteAddress);
  }

  HookRequest withoutBody() {
    return new HookRequest(method, headers, query, NO_BODY, remoteAddress);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof HookRequest that
        && method.equals(that.method)
        && headers.equals(that.headers)
        && query.equals(that.query)
        && Arrays.equals(body, that.body)
        && remoteAddress.equals(that.remoteAddress);
  }

  @Override
  public int hashCode() {
    return 31 * headers.hashCode() + Arrays.hashCode(body);
  }

  /** Names and sizes only: values may be secret. */
  @Override
  public String toString() {
    return "HookRequest[%s, headers %s, query %s, body of %d bytes]"
        .formatted(method, headers.keySet(), query.keySet(), body.length);
  }
}
