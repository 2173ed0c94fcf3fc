package dev.codexgateway.acceptance.force;

/** How long the tests under force go on: {@code -Dforce.long=true} for as long as it takes. */
final class Effort {
  private static final boolean LONG = Boolean.getBoolean("force.long");

  private Effort() {}

  static int of(int usual, int most) {
    return LONG ? most : usual;
  }
}
