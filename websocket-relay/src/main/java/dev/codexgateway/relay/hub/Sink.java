package dev.codexgateway.relay.hub;

/** Where a reader puts what it has; the connection's side. On the connection's loop only. */
public interface Sink {
  /** The connection takes no more now and will serve the reader again when it does. */
  boolean isFull();

  /** Not to be changed by the sink: others send the same array. */
  void put(byte[] bytes);
}
