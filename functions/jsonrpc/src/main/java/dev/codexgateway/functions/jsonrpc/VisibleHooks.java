package dev.codexgateway.functions.jsonrpc;

import dev.codexgateway.core.config.ConfigException;
import dev.codexgateway.core.config.GatewayConfig;
import dev.codexgateway.core.key.Scope;
import dev.codexgateway.hooks.Hook;
import dev.codexgateway.hooks.Hooks;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The hooks of the configuration, as a caller may see them: those whose jobs are the caller's own,
 * or all with {@code *}. Compiled at the first use, since most instances never serve one.
 */
final class VisibleHooks {
  private final GatewayConfig config;
  private @Nullable Hooks compiled;

  VisibleHooks(GatewayConfig config) {
    this.config = config;
  }

  private synchronized Hooks hooks() {
    if (compiled == null) {
      try {
        compiled = Hooks.compile(config);
      } catch (ConfigException e) {
        throw new IllegalStateException("the hooks of the configuration cannot be used", e);
      }
    }
    return compiled;
  }

  List<Hook> of(Caller caller) {
    return hooks().all().stream().filter(hook -> isVisible(caller, hook)).toList();
  }

  Optional<Hook> find(Caller caller, String name) {
    return hooks().find(name).filter(hook -> isVisible(caller, hook));
  }

  /** Deliveries to a hook that is gone from the configuration are left to {@code *}. */
  boolean sees(Caller caller, String name) {
    return seesAll(caller) || find(caller, name).isPresent();
  }

  static boolean seesAll(Caller caller) {
    return caller.principal().may(Scope.ALL);
  }

  private static boolean isVisible(Caller caller, Hook hook) {
    return seesAll(caller) || hook.definition().owner().equals(caller.owner());
  }
}
