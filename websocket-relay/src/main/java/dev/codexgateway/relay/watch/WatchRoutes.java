package dev.codexgateway.relay.watch;

import dev.codexgateway.core.job.StoreUnavailableException;
import dev.codexgateway.core.key.Keyring;
import dev.codexgateway.core.key.Principal;
import dev.codexgateway.core.key.TicketStore;
import dev.codexgateway.core.rpc.RpcDispatcher;
import dev.codexgateway.core.rpc.RpcError;
import dev.codexgateway.relay.http.ServerRequest;
import dev.codexgateway.relay.http.Takeover;
import dev.codexgateway.relay.hub.Hub;
import dev.codexgateway.relay.loop.LoopWork;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.EventLoop;
import io.netty.handler.codec.http.websocketx.WebSocket13FrameDecoder;
import io.netty.handler.codec.http.websocketx.WebSocketDecoderConfig;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** {@code GET /ws} and {@code GET /events/{job_id}}. */
public final class WatchRoutes implements Takeover {
  private static final Logger log = LoggerFactory.getLogger(WatchRoutes.class);
  private static final String EVENTS = "/events/";
  private static final int RETRY_SECONDS = 5;

  private final WatchLimits limits;
  private final Hub hub;
  private final Keyring keyring;
  private final Admission admission;
  private final Origins origins;
  private final Function<EventLoop, LoopWork> works;
  private final RpcDispatcher<WsSession> dispatcher;
  private final AtomicInteger places = new AtomicInteger();
  private final Set<Session> sessions = ConcurrentHashMap.newKeySet();
  private final AtomicBoolean checking = new AtomicBoolean();

  public WatchRoutes(
      WatchLimits limits,
      Hub hub,
      Keyring keyring,
      TicketStore tickets,
      Function<EventLoop, LoopWork> works) {
    this.limits = limits;
    this.hub = hub;
    this.keyring = keyring;
    this.admission = new Admission(keyring, tickets);
    this.origins = new Origins(limits.allowedOrigins());
    this.works = works;
    this.dispatcher = new WsMethods(hub).dispatcher();
  }

  /** Connections that watch now. */
  public int connections() {
    return sessions.size();
  }

  @Override
  public boolean claims(String path) {
    return path.equals("/ws") || path.startsWith(EVENTS);
  }

  @Override
  public Decision decide(ServerRequest request) {
    try {
      return request.path().equals("/ws") ? webSocket(request) : eventStream(request);
    } catch (Refused refused) {
      return new Decision.Refuse(refused.response());
    } catch (StoreUnavailableException e) {
      log.warn("a watcher is told to come back: {}", e.getMessage());
      return new Decision.Refuse(Refused.tryLater(RETRY_SECONDS).response());
    }
  }

  // ---- WebSocket

  private Decision webSocket(ServerRequest request) throws Refused {
    WsHandshake handshake = WsHandshake.read(request);
    Optional<String> origin = origins.check(request.headers());
    takePlace();
    try {
      Watcher watcher = admission.admit(request.headers(), handshake.ticket(), origin);
      return new Decision.Take(new WsConversation(handshake, watcher));
    } catch (Refused | RuntimeException e) {
      leavePlace();
      throw e;
    }
  }

  private final class WsConversation implements Conversation {
    private final WsHandshake handshake;
    private final Watcher watcher;

    WsConversation(WsHandshake handshake, Watcher watcher) {
      this.handshake = handshake;
      this.watcher = watcher;
    }

    @Override
    public void begin(ChannelHandlerContext here) {
      Channel channel = here.channel();
      Places place = new Places();
      WsSession session =
          new WsSession(
              watcher, channel, works.apply(channel.eventLoop()), limits, place::leave, dispatcher);
      place.taken(session);
      channel.pipeline().addLast(new WebSocket13FrameDecoder(frames()), session);
      session.start(handshake.answer());
    }

    @Override
    public void abandon() {
      leavePlace();
    }
  }

  private WebSocketDecoderConfig frames() {
    return WebSocketDecoderConfig.newBuilder()
        .maxFramePayloadLength(limits.maxMessageBytes())
        .expectMaskedFrames(true)
        .allowMaskMismatch(false)
        .allowExtensions(false)
        .closeOnProtocolViolation(false)
        .withUTF8Validator(false)
        .build();
  }

  // ---- server-sent events

  private Decision eventStream(ServerRequest request) throws Refused {
    Optional<String> origin = origins.check(request.headers());
    SseRequest wanted = SseRequest.read(request, origin);
    takePlace();
    try {
      Watcher watcher = admission.admit(request.headers(), wanted.ticket(), origin);
      Hub.Seat seat = seat(wanted, watcher);
      return new Decision.Take(new SseConversation(seat, wanted, watcher));
    } catch (Refused refused) {
      leavePlace();
      wanted.corsHeaders().forEach(refused::header);
      throw refused;
    } catch (RuntimeException e) {
      leavePlace();
      throw e;
    }
  }

  private Hub.Seat seat(SseRequest wanted, Watcher watcher) throws Refused {
    Hub.Seat seat =
        wanted
            .job()
            .flatMap(id -> hub.join(id, watcher::maySee))
            .orElseThrow(() -> Refused.with(404, RpcError.of(RpcError.NOT_FOUND, "No such job")));
    Optional<Refused> refused = wanted.checkAgainst(seat.job());
    if (refused.isPresent()) {
      seat.close();
      throw refused.get();
    }
    return seat;
  }

  private final class SseConversation implements Conversation {
    private final Hub.Seat seat;
    private final SseRequest wanted;
    private final Watcher watcher;

    SseConversation(Hub.Seat seat, SseRequest wanted, Watcher watcher) {
      this.seat = seat;
      this.wanted = wanted;
      this.watcher = watcher;
    }

    @Override
    public void begin(ChannelHandlerContext here) {
      Channel channel = here.channel();
      Places place = new Places();
      SseSession session =
          new SseSession(
              watcher,
              channel,
              works.apply(channel.eventLoop()),
              limits.times(),
              place::leave,
              seat,
              wanted.from());
      place.taken(session);
      channel.pipeline().addLast(session);
      session.start(wanted.head());
    }

    @Override
    public void abandon() {
      seat.close();
      leavePlace();
    }
  }

  // ---- places and keys

  private void takePlace() throws Refused {
    if (places.incrementAndGet() > limits.maxConnections()) {
      places.decrementAndGet();
      throw Refused.tryLater(RETRY_SECONDS);
    }
  }

  private void leavePlace() {
    places.decrementAndGet();
  }

  private final class Places {
    private Optional<Session> session = Optional.empty();

    void taken(Session by) {
      session = Optional.of(by);
      sessions.add(by);
    }

    void leave() {
      session.ifPresent(sessions::remove);
      leavePlace();
    }
  }

  /** Closes the connections of keys that do not work any more; does not block. */
  public void checkKeys() {
    if (checking.compareAndSet(false, true)) {
      Thread.startVirtualThread(this::checkAllKeys);
    }
  }

  private void checkAllKeys() {
    try {
      Map<String, Principal> principals =
          sessions.stream()
              .map(session -> session.watcher().principal())
              .collect(Collectors.toMap(Principal::keyId, p -> p, (first, _) -> first));
      principals.values().stream().filter(p -> !keyring.isLive(p)).forEach(this::close);
    } catch (RuntimeException e) {
      log.warn("keys of watchers could not be checked, tried again soon: {}", e.getMessage());
    } finally {
      checking.set(false);
    }
  }

  private void close(Principal dead) {
    sessions.stream()
        .filter(session -> session.watcher().principal().keyId().equals(dead.keyId()))
        .forEach(session -> session.channel().eventLoop().execute(session::keyDied));
  }
}
