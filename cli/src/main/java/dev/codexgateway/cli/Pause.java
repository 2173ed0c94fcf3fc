package dev.codexgateway.cli;

import java.time.Duration;

/** Waiting between two attempts. */
@FunctionalInterface
interface Pause {
  void pause(Duration duration) throws InterruptedException;
}
