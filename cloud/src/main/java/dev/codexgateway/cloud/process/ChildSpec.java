package dev.codexgateway.cloud.process;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * How to start a process that answers HTTP.
 *
 * @param name for people, for example {@code worker-1}
 * @param environment beside what it inherits, which is nothing of the gateway's or of Google's
 * @param port where it listens on this machine, once it is ready
 * @param log where both of its output streams are added
 * @param whenGone what to do after each of its ends, for example to kill what it left behind
 */
public record ChildSpec(
    String name,
    List<String> command,
    Map<String, String> environment,
    int port,
    Path log,
    Runnable whenGone) {
  public ChildSpec {
    command = List.copyOf(command);
    environment = Map.copyOf(environment);
  }

  public URI url() {
    return URI.create("http://127.0.0.1:" + port);
  }
}
