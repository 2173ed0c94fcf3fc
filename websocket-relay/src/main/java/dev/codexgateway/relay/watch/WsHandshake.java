package dev.codexgateway.relay.watch;

import dev.codexgateway.relay.http.RequestHeaders;
import dev.codexgateway.relay.http.ServerRequest;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/**
 * The client's opening handshake (RFC 6455 section 4.2.1).
 *
 * @param subprotocol the one selected, where any was offered
 */
record WsHandshake(String key, Optional<String> subprotocol, Optional<String> ticket) {
  static final String SUBPROTOCOL = "codexgateway.v1";

  private static final String TICKET = "ticket.";
  private static final String GUID = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";

  /**
   * @throws Refused with 405, 426 or 400
   */
  static WsHandshake read(ServerRequest request) throws Refused {
    if (!request.method().equals("GET")) {
      throw Refused.with(405, "a WebSocket is opened with GET").header("Allow", "GET");
    }
    RequestHeaders headers = request.headers();
    if (!has(headers.elements("Upgrade"), "websocket")
        || !has(headers.elements("Connection"), "upgrade")) {
      throw Refused.with(426, "this is a WebSocket: Upgrade: websocket is required")
          .header("Upgrade", "websocket");
    }
    if (!headers.all("Sec-WebSocket-Version").equals(List.of("13"))) {
      throw Refused.with(426, "Sec-WebSocket-Version must be 13")
          .header("Upgrade", "websocket")
          .header("Sec-WebSocket-Version", "13");
    }
    List<String> keys = headers.all("Sec-WebSocket-Key");
    if (keys.size() != 1 || !isKey(keys.getFirst().strip())) {
      throw Refused.with(400, "Sec-WebSocket-Key must be 16 bytes in base64");
    }
    return withProtocols(keys.getFirst().strip(), headers.elements("Sec-WebSocket-Protocol"));
  }

  /** Browsers fail an answer that selects none of what they offered, so saying why is kinder. */
  private static WsHandshake withProtocols(String key, List<String> offered) throws Refused {
    if (!offered.isEmpty() && !offered.contains(SUBPROTOCOL)) {
      throw Refused.with(400, "the subprotocol spoken here is " + SUBPROTOCOL);
    }
    List<String> tickets = offered.stream().filter(entry -> entry.startsWith(TICKET)).toList();
    if (tickets.size() > 1) {
      throw Refused.with(400, "two tickets were given");
    }
    return new WsHandshake(
        key,
        offered.isEmpty() ? Optional.empty() : Optional.of(SUBPROTOCOL),
        tickets.stream().findFirst().map(entry -> entry.substring(TICKET.length())));
  }

  /** The whole answer. */
  byte[] answer() {
    String protocol =
        subprotocol.map(name -> "Sec-WebSocket-Protocol: " + name + "\r\n").orElse("");
    return ("HTTP/1.1 101 Switching Protocols\r\n"
            + "Upgrade: websocket\r\n"
            + "Connection: Upgrade\r\n"
            + "Sec-WebSocket-Accept: "
            + accept()
            + "\r\n"
            + protocol
            + "\r\n")
        .getBytes(StandardCharsets.US_ASCII);
  }

  private String accept() {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-1")
              .digest((key + GUID).getBytes(StandardCharsets.US_ASCII));
      return Base64.getEncoder().encodeToString(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-1", e);
    }
  }

  private static boolean isKey(String key) {
    try {
      return key.length() == 24 && Base64.getDecoder().decode(key).length == 16;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  private static boolean has(List<String> elements, String wanted) {
    return elements.stream().anyMatch(wanted::equalsIgnoreCase);
  }
}
