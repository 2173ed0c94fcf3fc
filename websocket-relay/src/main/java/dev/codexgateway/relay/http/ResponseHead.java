package dev.codexgateway.relay.http;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Writes the status line and the headers (RFC 9112 sections 4 and 5). */
final class ResponseHead {
  private static final byte[] DATE = ascii("Date: ");
  private static final byte[] LENGTH = ascii("Content-Length: ");
  private static final byte[] CLOSE = ascii("Connection: close\r\n");
  private static final byte[] KEEP_ALIVE = ascii("Connection: keep-alive\r\n");
  private static final byte[] OK = ascii("HTTP/1.1 200 OK\r\n");
  private static final byte[] LINE_END = ascii("\r\n");
  private static final int TYPICAL_BYTES = 256;

  /** What the connection does after the answer. */
  enum Afterwards {
    KEEP,
    /** HTTP/1.0 has to be told. */
    KEEP_AND_SAY_SO,
    CLOSE
  }

  private ResponseHead() {}

  /** Room for a head with these headers. */
  static int sizeBytes(List<String> headers) {
    int size = TYPICAL_BYTES;
    for (String part : headers) {
      size += part.length() + 4;
    }
    return size;
  }

  static void write(ByteBuf out, ServerResponse response, Afterwards afterwards, byte[] httpDate) {
    writeStatus(out, response.status());
    out.writeBytes(DATE).writeBytes(httpDate).writeBytes(LINE_END);
    List<String> headers = response.headers();
    for (int i = 0; i < headers.size(); i += 2) {
      writeLatin(out, headers.get(i));
      out.writeByte(':').writeByte(' ');
      writeLatin(out, headers.get(i + 1));
      out.writeBytes(LINE_END);
    }
    if (hasLength(response.status())) {
      out.writeBytes(LENGTH);
      ByteBufUtil.writeAscii(out, Long.toString(response.body().length()));
      out.writeBytes(LINE_END);
    }
    switch (afterwards) {
      case KEEP -> {}
      case KEEP_AND_SAY_SO -> out.writeBytes(KEEP_ALIVE);
      case CLOSE -> out.writeBytes(CLOSE);
    }
    out.writeBytes(LINE_END);
  }

  /** RFC 9110 section 6.4.1: these never have a body, nor tell its length. */
  static boolean hasLength(int status) {
    return status != 204 && status != 304;
  }

  private static void writeStatus(ByteBuf out, int status) {
    if (status == 200) {
      out.writeBytes(OK);
      return;
    }
    ByteBufUtil.writeAscii(
        out,
        "HTTP/1.1 " + status + " " + HttpResponseStatus.valueOf(status).reasonPhrase() + "\r\n");
  }

  /** {@link ServerResponse#header} has let nothing above U+00FF pass. */
  @SuppressWarnings("deprecation") // the one way without an encoder: each char is one byte
  private static void writeLatin(ByteBuf out, String text) {
    int length = text.length();
    byte[] bytes = new byte[length];
    text.getBytes(0, length, bytes, 0);
    out.writeBytes(bytes);
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
