package dev.codexgateway.cli;

import java.io.PrintStream;
import java.util.Map;

/** Stands where the one-machine gateway is not part of the build. */
final class NoServer implements Server {
  @Override
  public Running start(Map<String, String> settings, PrintStream out) throws FailedException {
    throw new FailedException("this build contains no gateway to serve");
  }

  @Override
  public void check(Map<String, String> settings, PrintStream out) throws FailedException {
    throw new FailedException("this build contains no gateway to check");
  }
}
