package dev.codexgateway.relay.watch;

import dev.codexgateway.relay.http.RequestHeaders;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Which web pages may watch (RFC 6455 section 10.2). A request without {@code Origin} does not come
 * from a page; a page of this server itself may always.
 */
final class Origins {
  private final Set<String> allowed;

  Origins(Set<String> allowed) {
    this.allowed = allowed.stream().map(Origins::lower).collect(Collectors.toUnmodifiableSet());
  }

  /**
   * The page's origin, where there is one.
   *
   * @throws Refused with 403 for one that may not
   */
  Optional<String> check(RequestHeaders headers) throws Refused {
    Optional<String> origin = headers.first("Origin");
    if (origin.isPresent() && !isAllowed(lower(origin.get()), headers)) {
      throw Refused.with(403, "pages of this origin may not watch");
    }
    return origin;
  }

  private boolean isAllowed(String origin, RequestHeaders headers) {
    return allowed.contains(origin) || isSameHost(origin, headers.first("Host"));
  }

  private static boolean isSameHost(String origin, Optional<String> host) {
    return host.map(Origins::lower)
        .filter(name -> origin.equals("http://" + name) || origin.equals("https://" + name))
        .isPresent();
  }

  private static String lower(String text) {
    return text.toLowerCase(Locale.ROOT);
  }
}
