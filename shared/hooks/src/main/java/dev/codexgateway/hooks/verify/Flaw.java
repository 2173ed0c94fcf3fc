package dev.codexgateway.hooks.verify;

/** Why a delivery is not authentic; its message is fit to be shown to the sender. */
final class Flaw extends Exception {
  private static final long serialVersionUID = 1L;

  Flaw(String message) {
    super(message, null, false, false);
  }

  String reason() {
    return String.valueOf(getMessage());
  }
}
