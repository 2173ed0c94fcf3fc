package dev.codexgateway.hooks.verify;

import dev.codexgateway.core.hook.HookRequest;
import java.util.List;
import java.util.Locale;

/** Reads headers of which there must be exactly one. */
final class Headers {
  private Headers() {}

  /**
   * @throws Flaw where the header is missing or there twice: of two values one could be checked and
   *     the other used
   */
  static String single(HookRequest request, String name) throws Flaw {
    List<String> values = request.headers().getOrDefault(name.toLowerCase(Locale.ROOT), List.of());
    return switch (values.size()) {
      case 0 -> throw new Flaw("the header " + name + " is missing");
      case 1 -> values.getFirst();
      default -> throw new Flaw("the header " + name + " is there more than once");
    };
  }
}
