package dev.codexgateway.relay.watch;

import java.time.Duration;
import java.util.Set;

/**
 * @param allowedOrigins values of {@code Origin}, for example {@code https://console.example.com},
 *     that may watch besides pages of this server itself
 * @param maxConnections WebSockets and event streams together; one more gets 503
 * @param maxSubscriptions jobs watched by one WebSocket at the same time
 * @param maxMessageBytes longest message from a client
 * @param maxBadMessages in a row, before the connection is closed
 * @param times deadlines
 */
public record WatchLimits(
    Set<String> allowedOrigins,
    int maxConnections,
    int maxSubscriptions,
    int maxMessageBytes,
    int maxBadMessages,
    Times times) {
  public static final WatchLimits DEFAULTS =
      new WatchLimits(Set.of(), 5_000, 64, 16 * 1024, 10, Times.DEFAULTS);

  public WatchLimits {
    allowedOrigins = Set.copyOf(allowedOrigins);
  }

  /**
   * @param ping between pings to a WebSocket
   * @param idle without anything received, pongs included
   * @param lifeMin shortest life of a connection
   * @param lifeMax longest; the end is random between the two, so that not all come back at once
   * @param stall how long a client may take no byte of what waits for it
   * @param keyCheck between looks at whether keys still work; the keyring itself remembers a key
   *     for 10 s, and the two together must stay within 30 s
   * @param heartbeat between comments on an event stream
   * @param closing how long a close frame may wait to be sent and answered
   */
  public record Times(
      Duration ping,
      Duration idle,
      Duration lifeMin,
      Duration lifeMax,
      Duration stall,
      Duration keyCheck,
      Duration heartbeat,
      Duration closing) {
    public static final Times DEFAULTS =
        new Times(
            Duration.ofSeconds(30),
            Duration.ofSeconds(300),
            Duration.ofMinutes(50),
            Duration.ofMinutes(58),
            Duration.ofSeconds(30),
            Duration.ofSeconds(15),
            Duration.ofSeconds(15),
            Duration.ofSeconds(5));

    public Times withPing(Duration value) {
      return new Times(value, idle, lifeMin, lifeMax, stall, keyCheck, heartbeat, closing);
    }

    public Times withIdle(Duration value) {
      return new Times(ping, value, lifeMin, lifeMax, stall, keyCheck, heartbeat, closing);
    }

    public Times withLife(Duration min, Duration max) {
      return new Times(ping, idle, min, max, stall, keyCheck, heartbeat, closing);
    }

    public Times withStall(Duration value) {
      return new Times(ping, idle, lifeMin, lifeMax, value, keyCheck, heartbeat, closing);
    }

    public Times withKeyCheck(Duration value) {
      return new Times(ping, idle, lifeMin, lifeMax, stall, value, heartbeat, closing);
    }

    public Times withHeartbeat(Duration value) {
      return new Times(ping, idle, lifeMin, lifeMax, stall, keyCheck, value, closing);
    }

    public Times withClosing(Duration value) {
      return new Times(ping, idle, lifeMin, lifeMax, stall, keyCheck, heartbeat, value);
    }
  }

  public WatchLimits withAllowedOrigins(Set<String> value) {
    return new WatchLimits(
        value, maxConnections, maxSubscriptions, maxMessageBytes, maxBadMessages, times);
  }

  public WatchLimits withMaxConnections(int value) {
    return new WatchLimits(
        allowedOrigins, value, maxSubscriptions, maxMessageBytes, maxBadMessages, times);
  }

  public WatchLimits withMaxSubscriptions(int value) {
    return new WatchLimits(
        allowedOrigins, maxConnections, value, maxMessageBytes, maxBadMessages, times);
  }

  public WatchLimits withTimes(Times value) {
    return new WatchLimits(
        allowedOrigins, maxConnections, maxSubscriptions, maxMessageBytes, maxBadMessages, value);
  }
}
