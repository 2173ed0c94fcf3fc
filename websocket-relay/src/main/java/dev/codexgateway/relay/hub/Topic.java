package dev.codexgateway.relay.hub;

import dev.codexgateway.core.event.Event;
import dev.codexgateway.core.event.EventFeed;
import dev.codexgateway.core.job.Job;
import dev.codexgateway.core.job.JobId;
import dev.codexgateway.relay.wire.Frame;
import io.netty.channel.EventLoop;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A watched job: its latest events, and how far its log is known to reach. Live events only ever
 * raise {@link #head} and fill the ring; readers find out by themselves what they need. So a lost,
 * doubled or late event does no harm: what is not in the ring is in the store.
 */
final class Topic {
  private static final int MIN_PAGE_EVENTS = 4;
  private static final int MAX_PAGE_EVENTS = 256;

  private final JobId id;
  private final StoreReads store;
  private final HubLimits limits;
  private final Ring ring;
  private final Map<EventLoop, LoopReaders> readers = new ConcurrentHashMap<>();
  private final Map<Long, List<Consumer<Page>>> reads = new HashMap<>();
  private final Object subscribing = new Object();

  private EventFeed.@Nullable Subscription subscription;
  private volatile long head = 1;
  private volatile long completeAt = Long.MAX_VALUE;
  private volatile long heardNanos = System.nanoTime();
  private volatile int eventBytes = 512;

  /** Guarded by the hub. */
  int users;

  Topic(JobId id, StoreReads store, HubLimits limits) {
    this.id = id;
    this.store = store;
    this.limits = limits;
    this.ring = new Ring(limits.ringEvents(), limits.ringBytes());
  }

  JobId id() {
    return id;
  }

  /** One more than the highest number known to exist. */
  long head() {
    return head;
  }

  /** The number after the last event of the job, as soon as it is known. */
  long completeAt() {
    return completeAt;
  }

  @Nullable Frame find(long seq) {
    return ring.find(seq);
  }

  /** Returns once live events arrive here; may block. */
  void listen(EventFeed feed) {
    synchronized (subscribing) {
      if (subscription == null) {
        subscription = feed.subscribe(id, (_, events) -> publish(events));
      }
    }
  }

  void stopListening() {
    synchronized (subscribing) {
      if (subscription != null) {
        subscription.close();
      }
    }
  }

  /** Takes live events, from any thread. */
  private void publish(List<Event> events) {
    List<Frame> frames = events.stream().map(event -> new Frame(id, event)).toList();
    keep(frames);
    heardNanos = System.nanoTime();
    wake();
  }

  /** Learns from the job's record how far the log reaches. */
  void learn(Job job) {
    synchronized (ring) {
      head = Math.max(head, job.nextSeq());
      if (job.isTerminal()) {
        completeAt = Math.min(completeAt, job.nextSeq());
      }
    }
  }

  private void keep(List<Frame> frames) {
    synchronized (ring) {
      for (Frame frame : frames) {
        ring.offer(frame);
        eventBytes += (frame.sizeBytes() - eventBytes) / 8;
        if (frame.isLast()) {
          completeAt = frame.seq() + 1;
        }
        head = Math.max(head, frame.seq() + 1);
      }
    }
  }

  /**
   * Reads the store from {@code from}. Readers that want the same page at the same time share one
   * read, so that a thousand of them returning at once do not become a thousand queries.
   *
   * @param reader called on some other thread
   */
  void read(long from, Consumer<Page> reader) {
    synchronized (reads) {
      List<Consumer<Page>> waiting = reads.get(from);
      if (waiting != null) {
        waiting.add(reader);
        return;
      }
      reads.put(from, new ArrayList<>(List.of(reader)));
    }
    Thread.startVirtualThread(() -> readNow(from));
  }

  private void readNow(long from) {
    Page page = store.page(id, from, pageEvents());
    if (page instanceof Page.Events(List<Frame> frames)) {
      keep(frames);
    }
    List<Consumer<Page>> waiting;
    synchronized (reads) {
      waiting = Objects.requireNonNullElse(reads.remove(from), List.of());
    }
    waiting.forEach(reader -> reader.accept(page));
  }

  private int pageEvents() {
    return Math.clamp(
        limits.pageBytes() / Math.max(1, eventBytes), MIN_PAGE_EVENTS, MAX_PAGE_EVENTS);
  }

  boolean isSilent(long nowNanos) {
    return nowNanos - heardNanos >= limits.silence().toNanos() && completeAt == Long.MAX_VALUE;
  }

  /** Asks the store whether a live event was lost; may block. */
  void check() {
    heardNanos = System.nanoTime();
    long before = head;
    store.find(id).ifPresentOrElse(this::learn, () -> completeAt = head);
    if (head > before || completeAt != Long.MAX_VALUE) {
      wake();
    }
  }

  /** On the reader's loop. A reader looks at {@link #head} after this, so nothing falls between. */
  void add(EventLoop loop, Reader reader) {
    readers.computeIfAbsent(loop, LoopReaders::new).readers.add(reader);
  }

  void remove(EventLoop loop, Reader reader) {
    LoopReaders here = readers.get(loop);
    if (here != null) {
      here.readers.remove(reader);
    }
  }

  private void wake() {
    readers.values().forEach(LoopReaders::wakeSoon);
  }

  /** The readers on one loop: one task per publish and loop, not per reader. */
  private static final class LoopReaders implements Runnable {
    private final EventLoop loop;
    private final Set<Reader> readers = new LinkedHashSet<>();
    private final AtomicBoolean scheduled = new AtomicBoolean();

    LoopReaders(EventLoop loop) {
      this.loop = loop;
    }

    void wakeSoon() {
      if (!scheduled.get() && scheduled.compareAndSet(false, true)) {
        loop.execute(this);
      }
    }

    @Override
    public void run() {
      scheduled.set(false);
      readers.forEach(Reader::wake);
    }
  }
}
