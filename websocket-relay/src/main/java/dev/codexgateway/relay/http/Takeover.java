package dev.codexgateway.relay.http;

import io.netty.channel.ChannelHandlerContext;

/** Requests that are answered by a conversation, so that the connection changes hands. */
public interface Takeover {
  /** Whether requests at the path go here and not to the application. */
  boolean claims(String path);

  /** Called on a virtual thread of its own; may block. Such requests have no body. */
  Decision decide(ServerRequest request);

  /** What becomes of the request. */
  sealed interface Decision {
    record Refuse(ServerResponse response) implements Decision {}

    record Take(Conversation conversation) implements Decision {}
  }

  /** Goes on with the connection. Exactly one of the two methods is called, once. */
  interface Conversation {
    /**
     * On the connection's loop, after the HTTP handlers have left the pipeline: adds its own
     * handlers after {@code here}, and writes the head of the answer.
     */
    void begin(ChannelHandlerContext here);

    /** The client has gone in the meantime. */
    void abandon();
  }
}
