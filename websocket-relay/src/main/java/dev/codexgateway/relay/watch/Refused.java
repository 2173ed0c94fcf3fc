package dev.codexgateway.relay.watch;

import dev.codexgateway.core.rpc.RpcError;
import dev.codexgateway.relay.http.ErrorBody;
import dev.codexgateway.relay.http.ServerResponse;

/** A watching request that gets an ordinary answer. */
final class Refused extends Exception {
  private static final long serialVersionUID = 1L;

  private final transient ServerResponse response;

  private Refused(ServerResponse response) {
    super(null, null, false, false);
    this.response = response;
  }

  static Refused with(int status, String message) {
    return with(status, RpcError.of(ErrorBody.code(status), message));
  }

  static Refused with(int status, RpcError error) {
    return new Refused(ServerResponse.json(status, ErrorBody.of(error)));
  }

  /** One text for every reason. */
  static Refused unauthenticated() {
    return with(401, RpcError.unauthenticated()).header("WWW-Authenticate", "Bearer");
  }

  static Refused tryLater(int seconds) {
    return with(503, RpcError.unavailable()).header("Retry-After", Integer.toString(seconds));
  }

  static Refused empty(int status) {
    return new Refused(new ServerResponse().status(status));
  }

  Refused header(String name, String value) {
    response.header(name, value);
    return this;
  }

  ServerResponse response() {
    return response;
  }
}
