package dev.codexgateway.gcp;

import dev.codexgateway.core.platform.Platform;
import dev.codexgateway.core.platform.PlatformProvider;
import java.util.Map;

/** Opens the ports on Google Cloud, or on the stand-ins that the environment names. */
public final class GcpPlatformProvider implements PlatformProvider {
  /** Also warms the clients, so that the first request does not pay for their start. */
  @Override
  public Platform open(Map<String, String> env) {
    return open(env, CallObserver.NONE);
  }

  /**
   * As {@link #open(Map)}, with an observer of every call that the clients make.
   *
   * @throws IllegalStateException with one clear line that names the wrong or missing setting
   */
  public Platform open(Map<String, String> env, CallObserver observer) {
    GcpPlatform platform = new GcpPlatform(GcpSettings.from(env), observer);
    try {
      platform.warm();
      return platform;
    } catch (RuntimeException e) {
      platform.close();
      throw e;
    }
  }
}
