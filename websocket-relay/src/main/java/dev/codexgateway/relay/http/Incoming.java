package dev.codexgateway.relay.http;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import java.net.SocketAddress;
import java.util.Optional;

/** A request whose head was read. */
final class Incoming {
  private final HttpRequest head;
  private final String path;
  private final Optional<String> query;
  private final long declaredBytes;
  private Body body = new Body(0, 0);

  /**
   * @throws Refusal for a head that nobody should guess the meaning of
   */
  Incoming(HttpRequest head) throws Refusal {
    this.head = head;
    if (!isHttp10() && !head.protocolVersion().equals(HttpVersion.HTTP_1_1)) {
      throw new Refusal(505, "HTTP/1.1 and HTTP/1.0 are spoken here");
    }
    HttpHeaders headers = head.headers();
    int hosts =
        headers.contains(HttpHeaderNames.HOST) ? headers.getAll(HttpHeaderNames.HOST).size() : 0;
    if (hosts > 1 || (hosts == 0 && head.protocolVersion().equals(HttpVersion.HTTP_1_1))) {
      throw new Refusal(400, "exactly one Host header is required");
    }
    String target = originForm(head.uri());
    int mark = target.indexOf('?');
    path = mark < 0 ? target : target.substring(0, mark);
    query = mark < 0 ? Optional.empty() : Optional.of(target.substring(mark + 1));
    declaredBytes = HttpUtil.getContentLength(head, -1L);
  }

  String method() {
    return head.method().name();
  }

  String path() {
    return path;
  }

  boolean isHead() {
    return method().equals("HEAD");
  }

  boolean isHttp10() {
    return head.protocolVersion().equals(HttpVersion.HTTP_1_0);
  }

  boolean wantsKeepAlive() {
    return HttpUtil.isKeepAlive(head);
  }

  /** The client has announced a body, of whatever length. */
  boolean announcesBody() {
    return declaredBytes > 0 || HttpUtil.isTransferEncodingChunked(head);
  }

  /** Negative where nothing was declared. */
  long declaredBytes() {
    return declaredBytes;
  }

  /** RFC 9110 section 10.1.1: to be ignored in HTTP/1.0. */
  Optional<String> expectation() {
    return isHttp10()
        ? Optional.empty()
        : Optional.ofNullable(head.headers().get(HttpHeaderNames.EXPECT));
  }

  void expectBody(int limitBytes) {
    body = new Body(limitBytes, declaredBytes);
  }

  Body body() {
    return body;
  }

  ServerRequest complete(SocketAddress remote) {
    return new ServerRequest(
        method(), path, query, new RequestHeaders(head.headers()), body.toBytes(), remote);
  }

  /** RFC 9112 section 3.2: a path, or a whole URL as proxies get it, or {@code *}. */
  private static String originForm(String target) throws Refusal {
    for (int i = 0; i < target.length(); i++) {
      char c = target.charAt(i);
      if (c <= ' ' || c >= 0x7f || c == '#') {
        throw new Refusal(400, "the request target has a character that must be escaped");
      }
    }
    if (target.startsWith("/") || target.equals("*")) {
      return target;
    }
    if (target.regionMatches(true, 0, "http://", 0, 7)
        || target.regionMatches(true, 0, "https://", 0, 8)) {
      String rest = target.substring(target.indexOf("://") + 3);
      int slash = rest.indexOf('/');
      return slash < 0 ? "/" : rest.substring(slash);
    }
    throw new Refusal(400, "the request target must be a path");
  }
}
