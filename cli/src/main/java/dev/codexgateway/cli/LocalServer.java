package dev.codexgateway.cli;

import dev.codexgateway.local.LocalGateway;
import dev.codexgateway.local.LocalSettings;
import dev.codexgateway.local.StartupException;
import java.io.PrintStream;
import java.util.Map;

/** The one-machine gateway, in this process. */
final class LocalServer implements Server {
  @Override
  public Running start(Map<String, String> settings, PrintStream out) throws FailedException {
    try {
      return new RunningGateway(LocalGateway.start(LocalSettings.from(settings), out));
    } catch (StartupException e) {
      throw new FailedException(String.valueOf(e.getMessage()), e);
    }
  }

  @Override
  public void check(Map<String, String> settings, PrintStream out) throws FailedException {
    try {
      LocalGateway.check(LocalSettings.from(settings), out);
    } catch (StartupException e) {
      throw new FailedException(String.valueOf(e.getMessage()), e);
    }
  }

  private record RunningGateway(LocalGateway gateway) implements Running {
    @Override
    public void awaitTermination() throws InterruptedException {
      gateway.awaitTermination();
    }

    @Override
    public void close() {
      gateway.close();
    }
  }
}
