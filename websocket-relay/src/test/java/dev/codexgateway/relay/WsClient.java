package dev.codexgateway.relay;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ThreadLocalRandom;

/** A client that can also do what a client must not. */
final class WsClient implements AutoCloseable {
  private static final String KEY = "dGhlIHNhbXBsZSBub25jZQ==";

  final RawHttp http;
  final RawHttp.Answer handshake;
  private final DataInputStream in;

  /** A message or a control frame. */
  @SuppressWarnings("ArrayRecordComponent") // compared never
  record Incoming(int opcode, byte[] payload, int largestFrame) {
    String text() {
      return new String(payload, StandardCharsets.UTF_8);
    }

    JsonObject json() {
      return JsonParser.parseString(text()).getAsJsonObject();
    }

    boolean isClose() {
      return opcode == 8;
    }

    int closeCode() {
      return ((payload[0] & 0xff) << 8) | (payload[1] & 0xff);
    }

    String closeReason() {
      return new String(payload, 2, payload.length - 2, StandardCharsets.UTF_8);
    }
  }

  private WsClient(RawHttp http, RawHttp.Answer handshake) {
    this.http = http;
    this.handshake = handshake;
    this.in = new DataInputStream(http.in);
  }

  static String request(String... headers) {
    return "GET /ws HTTP/1.1\r\nHost: localhost\r\nConnection: keep-alive, Upgrade\r\n"
        + "Upgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: "
        + KEY
        + "\r\n"
        + lines(headers)
        + "\r\n";
  }

  static String lines(String... headers) {
    return headers.length == 0 ? "" : String.join("\r\n", headers) + "\r\n";
  }

  static WsClient open(int port, String... headers) throws IOException {
    return open(RawHttp.open(port), headers);
  }

  static WsClient open(RawHttp http, String... headers) throws IOException {
    http.send(request(headers));
    RawHttp.Answer handshake = http.head();
    if (handshake.status() != 101) {
      throw new IOException("handshake answered " + handshake.status());
    }
    return new WsClient(http, handshake);
  }

  void send(String text) throws IOException {
    frame(0x81, text.getBytes(StandardCharsets.UTF_8));
  }

  void call(int id, String method, String params) throws IOException {
    send(
        "{\"jsonrpc\":\"2.0\",\"id\":%d,\"method\":\"%s\",\"params\":%s}"
            .formatted(id, method, params));
  }

  void subscribe(int id, String job, long from) throws IOException {
    call(id, "subscribe", "{\"job_id\":\"" + job + "\",\"from\":" + from + "}");
  }

  /** Masked, as RFC 6455 section 5.3 wants it. */
  void frame(int firstByte, byte[] payload) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(firstByte);
    if (payload.length <= 125) {
      out.write(0x80 | payload.length);
    } else {
      out.write(0x80 | 126);
      out.write(payload.length >>> 8);
      out.write(payload.length);
    }
    byte[] mask = new byte[4];
    ThreadLocalRandom.current().nextBytes(mask);
    out.writeBytes(mask);
    for (int i = 0; i < payload.length; i++) {
      out.write(payload[i] ^ mask[i % 4]);
    }
    http.send(out.toByteArray());
  }

  /** The next message or control frame but pings, which are answered here. */
  Incoming next() throws IOException {
    Incoming incoming = any();
    while (incoming.opcode() == 9) {
      frame(0x8A, incoming.payload());
      incoming = any();
    }
    return incoming;
  }

  Incoming any() throws IOException {
    ByteArrayOutputStream message = new ByteArrayOutputStream();
    int opcode = 0;
    int largest = 0;
    while (true) {
      int first = in.readUnsignedByte();
      int length = in.readUnsignedByte();
      if (length == 126) {
        length = in.readUnsignedShort();
      } else if (length == 127) {
        length = (int) in.readLong();
      }
      opcode = (first & 0xf) == 0 ? opcode : first & 0xf;
      largest = Math.max(largest, length);
      message.writeBytes(in.readNBytes(length));
      if ((first & 0x80) != 0) {
        return new Incoming(opcode, message.toByteArray(), largest);
      }
    }
  }

  JsonObject nextJson() throws IOException {
    Incoming next = next();
    if (next.isClose()) {
      throw new IOException("closed with " + next.closeCode() + " " + next.closeReason());
    }
    return next.json();
  }

  /** Reads up to the close frame. */
  Incoming close(boolean answer) throws IOException {
    Incoming next = next();
    while (!next.isClose()) {
      next = next();
    }
    if (answer) {
      frame(0x88, next.payload());
    }
    return next;
  }

  @Override
  public void close() throws IOException {
    http.close();
  }
}
