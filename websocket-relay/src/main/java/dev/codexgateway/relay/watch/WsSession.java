package dev.codexgateway.relay.watch;

import dev.codexgateway.core.job.JobId;
import dev.codexgateway.core.rpc.RpcDispatcher;
import dev.codexgateway.core.rpc.RpcError;
import dev.codexgateway.core.rpc.RpcReply;
import dev.codexgateway.relay.hub.Hub;
import dev.codexgateway.relay.hub.Reader;
import dev.codexgateway.relay.loop.LoopWork;
import dev.codexgateway.relay.wire.Wire;
import dev.codexgateway.relay.wire.WsFrames;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.codec.http.websocketx.BinaryWebSocketFrame;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.ContinuationWebSocketFrame;
import io.netty.handler.codec.http.websocketx.CorruptedWebSocketFrameException;
import io.netty.handler.codec.http.websocketx.PingWebSocketFrame;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import io.netty.util.ReferenceCountUtil;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One WebSocket, on its event loop. Messages are dispatched on a virtual thread, one at a time, so
 * answers come in the order of the questions; events of a new subscription begin after its answer.
 */
final class WsSession extends Session {
  private static final Logger log = LoggerFactory.getLogger(WsSession.class);
  private static final int MAX_INBOX = 32;

  private final WatchLimits limits;
  private final RpcDispatcher<WsSession> dispatcher;
  private final Map<JobId, Reader> subscriptions = new LinkedHashMap<>();
  private final Set<JobId> joining = new HashSet<>();

  /** Subscribed, but the answer that says so is not sent yet. */
  private final Set<Reader> held = new HashSet<>();

  private final Queue<byte[]> inbox = new ArrayDeque<>();
  private final ByteArrayOutputStream fragments = new ByteArrayOutputStream();

  private boolean dispatching;
  private boolean closing;
  private int badMessages;
  private long heardNanos = System.nanoTime();
  private long pingedNanos = heardNanos;
  private long closingNanos;

  WsSession(
      Watcher watcher,
      Channel channel,
      LoopWork work,
      WatchLimits limits,
      Runnable gone,
      RpcDispatcher<WsSession> dispatcher) {
    super(watcher, channel, work, limits.times(), gone);
    this.limits = limits;
    this.dispatcher = dispatcher;
  }

  void start(byte[] head) {
    put(head);
    flush();
    work().add(this);
  }

  // ---- subscriptions

  /**
   * Keeps a place for a subscription.
   *
   * @return what is wrong with it
   */
  Optional<RpcError> reserve(JobId job) {
    if (subscriptions.containsKey(job) || joining.contains(job)) {
      return Optional.of(
          RpcError.of(RpcError.WRONG_STATE, "Already subscribed to this job, unsubscribe first"));
    }
    if (subscriptions.size() + joining.size() >= limits.maxSubscriptions()) {
      return Optional.of(
          RpcError.of(
              RpcError.WRONG_STATE,
              "At most " + limits.maxSubscriptions() + " subscriptions per connection"));
    }
    joining.add(job);
    return Optional.empty();
  }

  void unreserve(JobId job) {
    joining.remove(job);
  }

  /** Uses up the seat and the reserved place. */
  void subscribe(Hub.Seat seat, long from) {
    JobId job = seat.job().id();
    joining.remove(job);
    if (closing || !channel().isActive()) {
      seat.close();
      return;
    }
    Reader reader = seat.read(channel().eventLoop(), from, Wire.WEB_SOCKET, () -> readerWakes(job));
    subscriptions.put(job, reader);
    held.add(reader);
  }

  /** The number to resume from, where there was a subscription. */
  Optional<Long> unsubscribe(JobId job) {
    Reader reader = subscriptions.remove(job);
    if (reader == null) {
      return Optional.empty();
    }
    held.remove(reader);
    reader.close();
    return Optional.of(reader.next());
  }

  private void readerWakes(JobId job) {
    Reader reader = subscriptions.get(job);
    if (reader != null && !held.contains(reader)) {
      wake(reader);
    }
  }

  @Override
  void ended(Reader reader) {
    subscriptions.remove(reader.job(), reader);
  }

  @Override
  void closeReaders() {
    subscriptions.values().forEach(Reader::close);
    subscriptions.clear();
    held.clear();
  }

  // ---- messages in

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object message) {
    try {
      heardNanos = System.nanoTime();
      if (message instanceof CloseWebSocketFrame close) {
        answerClose(close.statusCode());
      } else if (!closing && message instanceof WebSocketFrame frame) {
        read(frame);
      }
    } finally {
      ReferenceCountUtil.release(message);
    }
  }

  private void read(WebSocketFrame frame) {
    switch (frame) {
      case TextWebSocketFrame _, ContinuationWebSocketFrame _ -> gather(frame);
      case BinaryWebSocketFrame _ -> close(CloseCode.NO_BINARY, "only text messages");
      case PingWebSocketFrame ping -> {
        put(WsFrames.pong(ByteBufUtil.getBytes(ping.content())));
        serveSoon();
        readOnlyWhatIsAnswered();
      }
      default -> {} // a pong: it was heard, which is all it is for
    }
  }

  private void gather(WebSocketFrame frame) {
    byte[] part = ByteBufUtil.getBytes(frame.content());
    if (fragments.size() + part.length > limits.maxMessageBytes()) {
      close(CloseCode.TOO_BIG, "at most " + limits.maxMessageBytes() + " bytes");
      return;
    }
    fragments.writeBytes(part);
    if (frame.isFinalFragment()) {
      byte[] text = fragments.toByteArray();
      fragments.reset();
      take(text);
    }
  }

  private void take(byte[] text) {
    if (!isUtf8(text)) {
      close(CloseCode.NOT_UTF8, "not UTF-8");
    } else {
      inbox.add(text);
      dispatchNext();
      readOnlyWhatIsAnswered();
    }
  }

  private void dispatchNext() {
    byte[] text = dispatching || closing ? null : inbox.poll();
    if (text != null) {
      dispatching = true;
      Thread.startVirtualThread(() -> dispatch(text));
    }
  }

  /** On a virtual thread. */
  private void dispatch(byte[] text) {
    RpcReply reply = dispatcher.dispatch(this, text);
    channel().eventLoop().execute(() -> answer(reply));
  }

  private void answer(RpcReply reply) {
    dispatching = false;
    if (closing) {
      return;
    }
    if (!(reply instanceof RpcReply.Nothing)) {
      put(WsFrames.text(RpcReply.text(reply)));
    }
    held.forEach(this::wake);
    held.clear();
    serveSoon();
    countBad(reply);
    dispatchNext();
    readOnlyWhatIsAnswered();
  }

  private void countBad(RpcReply reply) {
    boolean bad =
        reply instanceof RpcReply.Failure(_, RpcError error)
            && (error.code() == RpcError.PARSE_ERROR || error.code() == RpcError.INVALID_REQUEST);
    badMessages = bad ? badMessages + 1 : 0;
    if (badMessages >= limits.maxBadMessages()) {
      close(CloseCode.TOO_MANY_BAD_MESSAGES, "too many messages that are no JSON-RPC request");
    }
  }

  /** A client that asks faster than it takes answers is not listened to meanwhile. */
  private void readOnlyWhatIsAnswered() {
    boolean read = inbox.size() < MAX_INBOX && channel().isWritable();
    if (read != channel().config().isAutoRead()) {
      channel().config().setAutoRead(read);
    }
  }

  @Override
  public void channelWritabilityChanged(ChannelHandlerContext ctx) {
    super.channelWritabilityChanged(ctx);
    readOnlyWhatIsAnswered();
  }

  private static boolean isUtf8(byte[] text) {
    try {
      StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(text));
      return true;
    } catch (CharacterCodingException e) {
      return false;
    }
  }

  // ---- the end

  @Override
  boolean isClosing() {
    return closing;
  }

  @Override
  void tooSlow() {
    String from =
        subscriptions.size() == 1
            ? "resume from " + subscriptions.values().iterator().next().next()
            : "resume each job after its last event";
    bye();
    close(CloseCode.TOO_SLOW, "too slow, " + from);
  }

  @Override
  void lifeOver() {
    bye();
    close(CloseCode.LIFE_OVER, "time is up, come back");
  }

  @Override
  public void leave() {
    if (!closing) {
      bye();
      close(CloseCode.RESTARTING, "service restarting, come back");
    }
  }

  @Override
  void keyDied() {
    if (!closing) {
      close(CloseCode.KEY_DEAD, "the key does not work any more");
    }
  }

  @Override
  public void tick(long now) {
    super.tick(now);
    if (closing) {
      if (now - closingNanos >= limits.times().closing().toNanos()) {
        channel().close();
      }
      return;
    }
    if (now - heardNanos >= limits.times().idle().toNanos()) {
      close(CloseCode.IDLE, "nothing was heard");
    } else if (now - pingedNanos >= limits.times().ping().toNanos() && channel().isWritable()) {
      pingedNanos = now;
      put(WsFrames.ping());
      flush();
    }
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
    if (event instanceof ChannelInputShutdownEvent) {
      channel().close();
    }
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    if (cause instanceof CorruptedWebSocketFrameException corrupted) {
      boolean tooBig = corrupted.closeStatus().code() == CloseCode.TOO_BIG.code();
      boolean notUtf8 = corrupted.closeStatus().code() == CloseCode.NOT_UTF8.code();
      close(
          tooBig ? CloseCode.TOO_BIG : notUtf8 ? CloseCode.NOT_UTF8 : CloseCode.PROTOCOL_ERROR,
          tooBig ? "at most " + limits.maxMessageBytes() + " bytes" : "not a well-formed frame");
      hangUp();
    } else if (cause instanceof IOException) {
      channel().close();
    } else {
      log.error("a WebSocket failed and is closed; its client is told to come back", cause);
      close(CloseCode.INTERNAL, "internal error, come back");
    }
  }

  private void bye() {
    String resume =
        subscriptions.values().stream()
            .map(reader -> "{\"job_id\":\"" + reader.job() + "\",\"from\":" + reader.next() + "}")
            .collect(Collectors.joining(",", "[", "]"));
    put(
        WsFrames.text(
            "{\"jsonrpc\":\"2.0\",\"method\":\"bye\",\"params\":{\"resume\":" + resume + "}}"));
  }

  /** Sends the close frame; the client answers it, or the tick ends the connection. */
  private void close(CloseCode code, String reason) {
    if (closing) {
      return;
    }
    closing = true;
    closingNanos = System.nanoTime();
    closeReaders();
    inbox.clear();
    put(WsFrames.close(code.code(), reason));
    flush();
    // The client's answer must be heard even where its questions were not.
    channel().config().setAutoRead(true);
  }

  /** Nothing after a broken frame can be read, so the client's close frame is not waited for. */
  private void hangUp() {
    channel()
        .writeAndFlush(channel().alloc().buffer(0))
        .addListener(
            (ChannelFutureListener)
                done -> {
                  if (done.channel() instanceof DuplexChannel duplex && duplex.isActive()) {
                    duplex.shutdownOutput();
                  }
                });
  }

  private void answerClose(int code) {
    boolean first = !closing;
    closing = true;
    closeReaders();
    if (first) {
      put(WsFrames.close(code < 0 ? CloseCode.NORMAL.code() : code, ""));
    }
    flush();
    channel().writeAndFlush(channel().alloc().buffer(0)).addListener(ChannelFutureListener.CLOSE);
  }
}
