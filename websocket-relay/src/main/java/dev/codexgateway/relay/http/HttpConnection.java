package dev.codexgateway.relay.http;

import dev.codexgateway.relay.http.ResponseHead.Afterwards;
import dev.codexgateway.relay.loop.LoopMember;
import dev.codexgateway.relay.loop.LoopWork;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.Queue;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One HTTP connection, on its event loop.
 *
 * <pre>
 *   waiting --head--> reading --whole body--> answering --answer sent--> waiting
 *                        |                        |
 *                        | refused, 408           | close wanted, or a conversation begins
 *                        v                        v
 *                   answer, then lingering: input is dropped until the client closes or time is up
 * </pre>
 *
 * While a request is answered, what the client pipelines behind it waits: first the little that was
 * read with it, the rest unread in the socket.
 */
final class HttpConnection extends ChannelInboundHandlerAdapter implements LoopMember {
  private static final Logger log = LoggerFactory.getLogger(HttpConnection.class);
  private static final byte[] CONTINUE =
      "HTTP/1.1 100 Continue\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

  private final HttpFront front;
  private final Channel channel;
  private final LoopWork work;
  private final RequestDecoder decoder;
  private final Stall stall;
  private final Queue<HttpObject> pipelined = new ArrayDeque<>();

  private Phase phase = Phase.WAITING;
  private long phaseNanos = System.nanoTime();
  private boolean inputEnded;
  private int reservedBytes;
  private @Nullable Incoming incoming;

  private enum Phase {
    WAITING,
    READING,
    ANSWERING,
    LINGERING,
    /** Somebody else has the connection. */
    GIVEN_AWAY
  }

  HttpConnection(HttpFront front, Channel channel, LoopWork work, RequestDecoder decoder) {
    this.front = front;
    this.channel = channel;
    this.work = work;
    this.decoder = decoder;
    this.stall = new Stall(channel, front.limits().responseIdle());
    work.add(this);
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object message) {
    if (phase == Phase.LINGERING || phase == Phase.GIVEN_AWAY) {
      ReferenceCountUtil.release(message);
    } else if (mayTake() && pipelined.isEmpty()) {
      take((HttpObject) message);
    } else {
      pipelined.add((HttpObject) message);
      channel.config().setAutoRead(false);
    }
  }

  /** A client that does not take its answers gets no new ones. */
  private boolean mayTake() {
    return (phase == Phase.WAITING || phase == Phase.READING) && channel.isWritable();
  }

  @Override
  public void channelWritabilityChanged(ChannelHandlerContext ctx) {
    takePipelined();
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
    if (event instanceof ChannelInputShutdownEvent) {
      inputEnded = true;
      if (phase != Phase.ANSWERING) {
        channel.close();
      }
    }
  }

  @Override
  public void channelInactive(ChannelHandlerContext ctx) {
    work.remove(this);
    pipelined.forEach(ReferenceCountUtil::release);
    pipelined.clear();
    freeBody();
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    if (cause instanceof IOException) {
      log.debug("a connection is closed: {}", cause.toString());
    } else {
      log.error("a connection failed and is closed", cause);
    }
    channel.close();
  }

  @Override
  public void serve() {}

  @Override
  public void tick(long now) {
    HttpLimits limits = front.limits();
    switch (phase) {
      case WAITING, READING -> {
        if (!channel.config().isAutoRead()) {
          break;
        }
        if (decoder.hasBegun()) {
          boolean idle = now - latest(decoder.lastByteNanos()) >= limits.requestIdle().toNanos();
          if (idle || now - latest(decoder.begunNanos()) >= limits.requestTotal().toNanos()) {
            refuse(new Refusal(408, "the request did not arrive in time"));
          }
        } else if (now - phaseNanos >= limits.keepAlive().toNanos()) {
          channel.close();
        }
      }
      case LINGERING -> {
        if (now - phaseNanos >= limits.linger().toNanos()) {
          channel.close();
        }
      }
      case ANSWERING, GIVEN_AWAY -> {}
    }
    if (stall.isOver(now)) {
      channel.close();
    }
  }

  @Override
  public void leave() {
    if (phase == Phase.WAITING && !decoder.hasBegun()) {
      channel.close();
    }
  }

  /** Time that the connection spent on the request before does not count against the client. */
  private long latest(long nanos) {
    return nanos - phaseNanos > 0 ? nanos : phaseNanos;
  }

  private void enter(Phase next) {
    phase = next;
    phaseNanos = System.nanoTime();
  }

  private void take(HttpObject part) {
    try {
      if (part.decoderResult().isFailure()) {
        throw Refusal.of(part.decoderResult().cause());
      }
      if (part instanceof HttpRequest head) {
        begin(new Incoming(head));
      }
      if (part instanceof HttpContent content) {
        add(content);
      }
    } catch (Refusal refusal) {
      refuse(refusal);
    } finally {
      ReferenceCountUtil.release(part);
    }
  }

  private void begin(Incoming request) throws Refusal {
    incoming = request;
    phase = Phase.READING;
    int limit = bodyLimit(request);
    if (request.declaredBytes() > limit) {
      throw tooLarge(limit);
    }
    if (limit == 0 && request.announcesBody()) {
      throw tooLarge(0);
    }
    request.expectBody(limit);
    Optional<String> expectation = request.expectation();
    if (expectation.isPresent()) {
      meet(expectation.get(), request);
    }
  }

  private int bodyLimit(Incoming request) throws Refusal {
    if (front.takeover().claims(request.path())) {
      return 0;
    }
    return front
        .application()
        .route(request.method(), request.path())
        .orElseThrow(() -> new Refusal(404, "there is nothing at this path"))
        .bodyLimitBytes();
  }

  private void meet(String expectation, Incoming request) throws Refusal {
    if (!expectation.equalsIgnoreCase("100-continue")) {
      throw new Refusal(417, "the only expectation that can be met is 100-continue");
    }
    if (request.announcesBody()) {
      channel.writeAndFlush(channel.alloc().buffer(CONTINUE.length).writeBytes(CONTINUE));
    }
  }

  private void add(HttpContent content) throws Refusal {
    Incoming request = incoming;
    if (request == null) {
      return;
    }
    int bytes = content.content().readableBytes();
    if (bytes > 0) {
      if (request.body().isTooLong(bytes)) {
        throw tooLarge(request.body().limitBytes());
      }
      if (!front.reserve(bytes)) {
        throw new Refusal(503, "too many request bodies at the same time, try again");
      }
      reservedBytes += bytes;
      request.body().append(content.content());
    }
    if (content instanceof LastHttpContent) {
      answer(request);
    }
  }

  private static Refusal tooLarge(int limitBytes) {
    return new Refusal(413, "the body is longer than " + limitBytes + " bytes");
  }

  private void answer(Incoming request) {
    enter(Phase.ANSWERING);
    ServerRequest complete = request.complete(channel.remoteAddress());
    if (front.takeover().claims(request.path())) {
      Thread.startVirtualThread(() -> decide(request, complete));
    } else {
      Thread.startVirtualThread(() -> handle(request, complete));
    }
  }

  /** On a virtual thread. What is no exception but an error of the VM ends the connection too. */
  private void handle(Incoming request, ServerRequest complete) {
    Runnable answer = channel::close;
    try {
      ServerResponse response = handled(request, complete);
      answer = () -> send(request, response);
    } finally {
      channel.eventLoop().execute(answer);
    }
  }

  private ServerResponse handled(Incoming request, ServerRequest complete) {
    try {
      ServerResponse response = new ServerResponse();
      front.application().handle(complete, response);
      return response;
    } catch (Exception e) {
      return failed(request, e);
    }
  }

  /** On a virtual thread. */
  private void decide(Incoming request, ServerRequest complete) {
    Runnable answer = channel::close;
    try {
      answer =
          switch (decided(request, complete)) {
            case Takeover.Decision.Refuse(ServerResponse response) -> () -> send(request, response);
            case Takeover.Decision.Take(Takeover.Conversation conversation) ->
                () -> giveAway(conversation);
          };
    } finally {
      channel.eventLoop().execute(answer);
    }
  }

  private Takeover.Decision decided(Incoming request, ServerRequest complete) {
    try {
      return front.takeover().decide(complete);
    } catch (RuntimeException e) {
      return new Takeover.Decision.Refuse(failed(request, e));
    }
  }

  private ServerResponse failed(Incoming request, Exception cause) {
    String correlationId = UUID.randomUUID().toString();
    log.error(
        "{} {} failed, correlation id {}; the client sees 500 with the id",
        request.method(),
        request.path(),
        correlationId,
        cause);
    String message = "Internal error, correlation id " + correlationId;
    return ServerResponse.json(
        500, front.application().transportError(request.path(), 500, message));
  }

  private void giveAway(Takeover.Conversation conversation) {
    if (!channel.isActive() || inputEnded || !pipelined.isEmpty()) {
      conversation.abandon();
      channel.close();
      return;
    }
    enter(Phase.GIVEN_AWAY);
    work.remove(this);
    ChannelHandlerContext here = channel.pipeline().context(this);
    conversation.begin(here);
    channel.pipeline().remove(decoder);
    channel.pipeline().remove(this);
  }

  private void send(Incoming request, ServerResponse response) {
    freeBody();
    if (!channel.isActive()) {
      response.stream().ifPresent(StreamedBody::close);
      return;
    }
    Afterwards afterwards = afterwards(request);
    boolean withBody = !request.isHead() && ResponseHead.hasLength(response.status());
    switch (response.body()) {
      case ServerResponse.Bytes(byte[] bytes) -> {
        writeHead(response, afterwards, withBody ? bytes : ServerResponse.NOTHING);
        sent(afterwards);
      }
      case ServerResponse.Stream stream -> {
        writeHead(response, afterwards, ServerResponse.NOTHING);
        if (withBody) {
          new StreamedBody(channel, stream).start(() -> sent(afterwards));
        } else {
          StreamedBody.close(stream);
          sent(afterwards);
        }
      }
    }
  }

  private Afterwards afterwards(Incoming request) {
    if (!request.wantsKeepAlive() || front.isStopping() || (inputEnded && pipelined.isEmpty())) {
      return Afterwards.CLOSE;
    }
    return request.isHttp10() ? Afterwards.KEEP_AND_SAY_SO : Afterwards.KEEP;
  }

  private void writeHead(ServerResponse response, Afterwards afterwards, byte[] body) {
    int size = ResponseHead.sizeBytes(response.headers()) + body.length;
    ByteBuf out = channel.alloc().directBuffer(size);
    ResponseHead.write(out, response, afterwards, work.httpDate());
    out.writeBytes(body);
    channel.writeAndFlush(out, channel.voidPromise());
  }

  private void sent(Afterwards afterwards) {
    incoming = null;
    if (afterwards == Afterwards.CLOSE) {
      linger();
    } else {
      enter(Phase.WAITING);
      takePipelined();
    }
  }

  private void takePipelined() {
    while (mayTake() && !pipelined.isEmpty()) {
      take(pipelined.remove());
    }
    if (mayTake() && !channel.config().isAutoRead()) {
      phaseNanos = System.nanoTime();
      channel.config().setAutoRead(true);
    }
  }

  private void refuse(Refusal refusal) {
    Incoming request = incoming;
    String path = request == null ? "" : request.path();
    byte[] body = front.application().transportError(path, refusal.status(), refusal.reason());
    ServerResponse response = ServerResponse.json(refusal.status(), body);
    if (refusal.status() == 503) {
      response.header("Retry-After", "1");
    }
    boolean bodyless = request != null && request.isHead();
    writeHead(response, Afterwards.CLOSE, bodyless ? ServerResponse.NOTHING : body);
    freeBody();
    linger();
  }

  /** Closing with unread input makes a reset, which can destroy the answer on its way. */
  private void linger() {
    enter(Phase.LINGERING);
    incoming = null;
    pipelined.forEach(ReferenceCountUtil::release);
    pipelined.clear();
    if (inputEnded) {
      channel.write(channel.alloc().buffer(0)).addListener(ChannelFutureListener.CLOSE);
      channel.flush();
      return;
    }
    channel.config().setAutoRead(true);
    ChannelHandlerContext decoding = channel.pipeline().context(decoder);
    if (decoding != null) {
      channel.pipeline().addBefore(decoding.name(), null, new Drain());
    }
    channel
        .writeAndFlush(channel.alloc().buffer(0))
        .addListener((ChannelFutureListener) done -> shutDownOutput(done.channel()));
  }

  private static void shutDownOutput(Channel channel) {
    if (channel instanceof DuplexChannel duplex && channel.isActive()) {
      duplex.shutdownOutput();
    }
  }

  private void freeBody() {
    front.free(reservedBytes);
    reservedBytes = 0;
  }

  /** Drops what still comes, before anybody decodes it. */
  private static final class Drain extends ChannelInboundHandlerAdapter {
    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
      ReferenceCountUtil.release(message);
    }
  }
}
