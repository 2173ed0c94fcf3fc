package dev.codexgateway.relay.http;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.DecoderResult;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpMessage;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpRequestDecoder;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ByteProcessor;
import java.util.List;

/**
 * Netty's decoder, which is strict on line ends, names, lengths and codings, with two additions: a
 * folded header line (RFC 9112 section 5.2) is refused, since servers and proxies disagree on its
 * meaning, and it tells when the request began and when its last byte came.
 */
final class RequestDecoder extends HttpRequestDecoder {
  private boolean inHead = true;
  private boolean requestLineRead;
  private boolean refused;
  private boolean begun;
  private long begunNanos;
  private long lastByteNanos = System.nanoTime();

  RequestDecoder(HttpLimits limits) {
    super(
        new HttpDecoderConfig()
            .setMaxInitialLineLength(limits.maxRequestLineBytes())
            .setMaxHeaderSize(limits.maxHeaderBytes())
            .setMaxChunkSize(64 * 1024));
  }

  /** A folded header line. */
  static final class FoldedHeader extends Exception {
    private static final long serialVersionUID = 1L;

    FoldedHeader() {
      super("folded header line", null, false, false);
    }
  }

  /** Part of a request has arrived, and its end has not. */
  boolean hasBegun() {
    return begun;
  }

  long begunNanos() {
    return begunNanos;
  }

  long lastByteNanos() {
    return lastByteNanos;
  }

  @Override
  protected void decode(ChannelHandlerContext ctx, ByteBuf in, List<Object> out) throws Exception {
    lastByteNanos = System.nanoTime();
    if (refused) {
      in.skipBytes(in.readableBytes());
      return;
    }
    if (!begun && in.forEachByte(ByteProcessor.FIND_NON_CRLF) >= 0) {
      begun = true;
      begunNanos = lastByteNanos;
    }
    if (inHead && hasFoldedLine(in)) {
      refuse(in, out);
      return;
    }
    super.decode(ctx, in, out);
    out.forEach(this::follow);
  }

  @Override
  protected HttpMessage createMessage(String[] requestLine) throws Exception {
    requestLineRead = true;
    return super.createMessage(requestLine);
  }

  private void follow(Object decoded) {
    if (decoded instanceof HttpRequest) {
      inHead = false;
    }
    if (decoded instanceof LastHttpContent) {
      inHead = true;
      requestLineRead = false;
      begun = false;
    }
  }

  private void refuse(ByteBuf in, List<Object> out) {
    refused = true;
    in.skipBytes(in.readableBytes());
    HttpMessage invalid = createInvalidMessage();
    invalid.setDecoderResult(DecoderResult.failure(new FoldedHeader()));
    out.add(invalid);
  }

  /** Lines are taken from the buffer whole, so it begins with one; an empty one ends the head. */
  private boolean hasFoldedLine(ByteBuf in) {
    int end = in.writerIndex();
    int line = requestLineRead ? in.readerIndex() : afterLine(in, requestLine(in));
    while (line < end) {
      byte first = in.getByte(line);
      if (first == ' ' || first == '\t') {
        return true;
      }
      if (first == '\r') {
        return false;
      }
      line = afterLine(in, line);
    }
    return false;
  }

  /** Empty lines before a request are skipped (RFC 9112 section 2.2). */
  private static int requestLine(ByteBuf in) {
    int start = in.forEachByte(ByteProcessor.FIND_NON_CRLF);
    return start < 0 ? in.writerIndex() : start;
  }

  private static int afterLine(ByteBuf in, int line) {
    int feed = in.indexOf(line, in.writerIndex(), (byte) '\n');
    return feed < 0 ? in.writerIndex() : feed + 1;
  }
}
