package dev.codexgateway.relay.http;

import java.time.Duration;

/**
 * @param maxConnections sockets of all kinds; one more is closed at once
 * @param maxRequestLineBytes a longer one gets 414
 * @param maxHeaderBytes all header lines together; more get 431
 * @param maxBodiesBytes all request bodies in memory together; more get 503
 * @param keepAlive how long a connection may wait for its next request
 * @param requestIdle how long a request that has begun may bring no byte: 408
 * @param requestTotal how long a request may take to arrive in full: 408
 * @param responseIdle how long a client may take no byte of an answer
 * @param linger how long a connection is drained after the last answer, so that the client reads
 *     the answer instead of a reset
 */
public record HttpLimits(
    int maxConnections,
    int maxRequestLineBytes,
    int maxHeaderBytes,
    long maxBodiesBytes,
    Duration keepAlive,
    Duration requestIdle,
    Duration requestTotal,
    Duration responseIdle,
    Duration linger) {
  public static final HttpLimits DEFAULTS =
      new HttpLimits(
          10_000,
          8 * 1024,
          16 * 1024,
          128L * 1024 * 1024,
          Duration.ofSeconds(75),
          Duration.ofSeconds(10),
          Duration.ofSeconds(60),
          Duration.ofSeconds(30),
          Duration.ofSeconds(2));

  public HttpLimits withMaxConnections(int value) {
    return new HttpLimits(
        value,
        maxRequestLineBytes,
        maxHeaderBytes,
        maxBodiesBytes,
        keepAlive,
        requestIdle,
        requestTotal,
        responseIdle,
        linger);
  }

  public HttpLimits withMaxBodiesBytes(long value) {
    return new HttpLimits(
        maxConnections,
        maxRequestLineBytes,
        maxHeaderBytes,
        value,
        keepAlive,
        requestIdle,
        requestTotal,
        responseIdle,
        linger);
  }

  public HttpLimits withTimes(
      Duration keepAlive,
      Duration requestIdle,
      Duration requestTotal,
      Duration responseIdle,
      Duration linger) {
    return new HttpLimits(
        maxConnections,
        maxRequestLineBytes,
        maxHeaderBytes,
        maxBodiesBytes,
        keepAlive,
        requestIdle,
        requestTotal,
        responseIdle,
        linger);
  }
}
