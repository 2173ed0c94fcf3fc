package dev.codexgateway.core.secret;

import java.util.Locale;

/** Environment variables that give secrets where there is no service for them. */
public final class SecretVariable {
  public static final String PREFIX = "GATEWAY_SECRET_";

  private SecretVariable() {}

  /** For example {@code GATEWAY_SECRET_GITHUB_HOOK} for the secret {@code github-hook}. */
  public static String of(String secret) {
    return PREFIX + secret.toUpperCase(Locale.ROOT).replace('-', '_');
  }
}
