package dev.codexgateway.relay.http;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Copies a stream to a client on a virtual thread, one piece on its way at a time. */
final class StreamedBody {
  private static final Logger log = LoggerFactory.getLogger(StreamedBody.class);
  private static final int PIECE_BYTES = 64 * 1024;

  private final Channel channel;
  private final ServerResponse.Stream stream;

  StreamedBody(Channel channel, ServerResponse.Stream stream) {
    this.channel = channel;
    this.stream = stream;
  }

  /**
   * @param sent called on the channel's loop after the last byte was taken; not where the copy
   *     fails
   */
  void start(Runnable sent) {
    Thread.startVirtualThread(() -> copy(sent));
  }

  static void close(ServerResponse.Stream stream) {
    try {
      stream.in().close();
    } catch (IOException e) {
      log.debug("closing a stream failed", e);
    }
  }

  private void copy(Runnable sent) {
    try (InputStream in = stream.in()) {
      long left = stream.length();
      while (left > 0) {
        left -= piece(in, (int) Math.min(left, PIECE_BYTES));
      }
      channel.eventLoop().execute(sent);
    } catch (IOException | RuntimeException e) {
      log.warn("a body was not sent in full, the connection is cut: {}", e.toString());
      channel.close();
    } catch (InterruptedException e) {
      channel.close();
      Thread.currentThread().interrupt();
    }
  }

  private int piece(InputStream in, int bytes) throws IOException, InterruptedException {
    ByteBuf piece = channel.alloc().directBuffer(bytes);
    try {
      int got = piece.writeBytes(in, bytes);
      if (got < 0) {
        throw new EOFException("the stream is shorter than announced");
      }
      var written = channel.writeAndFlush(piece.retain()).await();
      if (!written.isSuccess()) {
        throw new IOException("the client has gone");
      }
      return got;
    } finally {
      piece.release();
    }
  }
}
