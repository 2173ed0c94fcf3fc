package dev.codexgateway.core.secret;

import java.nio.charset.StandardCharsets;

/** A value that does not show itself. */
public record Secret(String text) {
  public byte[] bytes() {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  @Override
  public String toString() {
    return "Secret[…]";
  }
}
