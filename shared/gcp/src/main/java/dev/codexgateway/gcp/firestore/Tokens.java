package dev.codexgateway.gcp.firestore;

import java.util.UUID;

/** Marks of single calls, by which a call knows its own write when it reads it back. */
final class Tokens {
  private Tokens() {}

  static String next() {
    return UUID.randomUUID().toString();
  }
}
