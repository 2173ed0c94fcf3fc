package dev.codexgateway.core.platform;

/** A part whose state an operator wants to know. */
public interface Component {
  /** For example {@code store}. */
  String name();

  /** A cheap question, answered within a second; never throws. */
  boolean isReady();
}
