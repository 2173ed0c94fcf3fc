package dev.codexgateway.benchmarks.load;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;

/** One keep-alive connection with at most one request under way. */
final class LoadConnection implements AutoCloseable {
  private final SocketChannel channel;
  private final Response response = new Response();
  private long sentNanos;

  private LoadConnection(SocketChannel channel) {
    this.channel = channel;
  }

  static LoadConnection open(InetSocketAddress server, Selector selector) throws IOException {
    SocketChannel channel = SocketChannel.open(server);
    channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
    channel.configureBlocking(false);
    LoadConnection connection = new LoadConnection(channel);
    channel.register(selector, SelectionKey.OP_READ, connection);
    return connection;
  }

  static LoadConnection of(SelectionKey key) {
    return (LoadConnection) key.attachment();
  }

  /**
   * @param dueNanos when it should have been sent; its latency counts from then
   */
  void send(byte[] request, long dueNanos) throws IOException {
    response.clear();
    sentNanos = dueNanos;
    ByteBuffer out = ByteBuffer.wrap(request);
    channel.write(out);
    if (out.hasRemaining()) {
      throw new IOException("a request did not fit into the socket's buffer");
    }
  }

  /** True once the response is whole. */
  boolean receive() throws IOException {
    return response.read(channel);
  }

  long sentNanos() {
    return sentNanos;
  }

  Response response() {
    return response;
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
