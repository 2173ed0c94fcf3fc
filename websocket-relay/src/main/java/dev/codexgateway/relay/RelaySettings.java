package dev.codexgateway.relay;

import dev.codexgateway.relay.http.HttpLimits;
import dev.codexgateway.relay.hub.HubLimits;
import dev.codexgateway.relay.watch.WatchLimits;
import java.time.Duration;

/**
 * @param host name or address to listen on, for example {@code 127.0.0.1}
 * @param port 0 takes any free one
 * @param eventLoops threads that move bytes; 0 means one per processor
 * @param closing how long {@link RelayServer#close} waits for what is under way
 */
public record RelaySettings(
    String host,
    int port,
    int eventLoops,
    Duration closing,
    HttpLimits http,
    WatchLimits watch,
    HubLimits hub) {
  public static final RelaySettings DEFAULTS =
      new RelaySettings(
          "127.0.0.1",
          8080,
          0,
          Duration.ofSeconds(5),
          HttpLimits.DEFAULTS,
          WatchLimits.DEFAULTS,
          HubLimits.DEFAULTS);

  public RelaySettings {
    if (port < 0 || port > 65_535) {
      throw new IllegalArgumentException("port must be from 0 to 65535");
    }
  }

  public RelaySettings withAddress(String newHost, int newPort) {
    return new RelaySettings(newHost, newPort, eventLoops, closing, http, watch, hub);
  }

  public RelaySettings withEventLoops(int value) {
    return new RelaySettings(host, port, value, closing, http, watch, hub);
  }

  public RelaySettings withClosing(Duration value) {
    return new RelaySettings(host, port, eventLoops, value, http, watch, hub);
  }

  public RelaySettings withHttp(HttpLimits value) {
    return new RelaySettings(host, port, eventLoops, closing, value, watch, hub);
  }

  public RelaySettings withWatch(WatchLimits value) {
    return new RelaySettings(host, port, eventLoops, closing, http, value, hub);
  }

  public RelaySettings withHub(HubLimits value) {
    return new RelaySettings(host, port, eventLoops, closing, http, watch, value);
  }
}
