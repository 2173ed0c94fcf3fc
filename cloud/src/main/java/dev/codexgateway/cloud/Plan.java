package dev.codexgateway.cloud;

import dev.codexgateway.cloud.front.Backends;
import dev.codexgateway.cloud.process.Ports;
import java.net.URI;
import java.util.List;
import java.util.stream.Stream;

/** Where each process listens. A list has a port per instance. */
record Plan(
    List<Integer> health,
    List<Integer> jsonRpc,
    List<Integer> webhook,
    List<Integer> workers,
    List<Integer> relays) {
  static Plan of(CloudSettings settings, Ports ports) {
    return new Plan(
        take(1, ports),
        take(1, ports),
        take(1, ports),
        take(settings.workers(), ports),
        take(settings.relays(), ports));
  }

  private static List<Integer> take(int count, Ports ports) {
    return Stream.generate(ports::next).limit(count).toList();
  }

  Backends backends() {
    return new Backends(urls(health), urls(jsonRpc), urls(webhook), urls(relays), urls(workers));
  }

  private static List<URI> urls(List<Integer> ports) {
    return ports.stream().map(port -> URI.create("http://127.0.0.1:" + port)).toList();
  }
}
