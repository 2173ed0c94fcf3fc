package dev.codexgateway.core.platform;

import java.util.Map;
import java.util.ServiceLoader;

/**
 * Opens a {@link Platform}. A deployed function has exactly one provider on its class path, which
 * decides what it runs on; the function itself does not know.
 */
public interface PlatformProvider {
  /**
   * @param env the process environment
   * @throws IllegalStateException with one clear line that names the wrong or missing setting
   */
  Platform open(Map<String, String> env);

  /** The one on the class path. */
  static Platform load(Map<String, String> env) {
    return ServiceLoader.load(PlatformProvider.class)
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("no platform adapter on the class path"))
        .open(env);
  }
}
