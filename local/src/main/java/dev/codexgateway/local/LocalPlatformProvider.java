package dev.codexgateway.local;

import dev.codexgateway.core.platform.Platform;
import dev.codexgateway.core.platform.PlatformProvider;
import java.util.Map;

/** Gives a function that is started alone the data directory that {@code GATEWAY_DATA} names. */
public final class LocalPlatformProvider implements PlatformProvider {
  @Override
  public Platform open(Map<String, String> env) {
    try {
      return LocalPlatform.open(LocalSettings.from(env));
    } catch (StartupException e) {
      throw new IllegalStateException(e.getMessage(), e);
    }
  }
}
