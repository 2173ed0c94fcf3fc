package dev.codexgateway.local;

import dev.codexgateway.core.platform.Platform;
import dev.codexgateway.core.platform.PlatformProvider;
import java.util.Map;

/**
 * Gives a function that is started alone the data directory that {@code GATEWAY_DATA} names, with
 * {@code GATEWAY_API_KEY} as its admin key.
 */
public final class LocalPlatformProvider implements PlatformProvider {
  @Override
  public Platform open(Map<String, String> env) {
    try {
      LocalSettings settings = LocalSettings.from(env);
      LocalPlatform platform = LocalPlatform.open(settings);
      settings.adminKey().ifPresent(key -> platform.keyring().installAdmin(key.text()));
      return platform;
    } catch (StartupException e) {
      throw new IllegalStateException(e.getMessage(), e);
    }
  }
}
