package dev.codexgateway.relay.http;

import java.util.Optional;

/** What the server serves beside watching: everything but {@code /ws} and {@code /events/…}. */
public interface HttpApplication {
  /**
   * Asked on an event loop before any of the body is read: quick, and without blocking.
   *
   * @param path as sent, without the query
   * @return empty where there is nothing at the path: 404
   */
  Optional<Route> route(String method, String path);

  /**
   * Called on a virtual thread of its own with the complete body. What it throws becomes 500.
   *
   * @param response filled in here; it goes out when this returns
   */
  void handle(ServerRequest request, ServerResponse response) throws Exception;

  /**
   * The JSON body of an answer that the server gives by itself: 400, 404, 408, 413, 414, 417, 431,
   * 500, 503, 505.
   *
   * @param path empty where it could not be read
   * @param message one line, fit for the client
   */
  default byte[] transportError(String path, int status, String message) {
    return ErrorBody.plain(status, message);
  }

  /**
   * What is known of a route before the body is read.
   *
   * @param bodyLimitBytes a longer body gets 413
   */
  record Route(int bodyLimitBytes) {}
}
