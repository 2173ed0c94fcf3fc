package dev.codexgateway.hooks;

/** Whether a delivery comes from whom it claims to. */
public sealed interface Verification {
  record Authentic(Content content) implements Verification {}

  /**
   * Authentic, and it only asks whether somebody is here.
   *
   * @param answer a JSON text that the sender expects back with status 200
   */
  record Challenge(String answer) implements Verification {}

  /**
   * @param reason fit to be shown to anybody
   */
  record Rejected(String reason) implements Verification {}

  /**
   * There is no secret to check with, so nothing can be said; trying again later may help.
   *
   * @param reason for the operator: names the secret
   */
  record Unverifiable(String reason) implements Verification {}
}
