package dev.codexgateway.relay.hub;

import dev.codexgateway.core.event.EventFeed;
import dev.codexgateway.core.job.Job;
import dev.codexgateway.core.job.JobId;
import dev.codexgateway.core.job.JobStore;
import dev.codexgateway.relay.wire.Wire;
import io.netty.channel.EventLoop;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** All watched jobs. A topic lives from its first watcher to its last. */
public final class Hub {
  private static final Logger log = LoggerFactory.getLogger(Hub.class);

  private final EventFeed feed;
  private final StoreReads store;
  private final HubLimits limits;
  private final Map<JobId, Topic> topics = new ConcurrentHashMap<>();
  private final AtomicBoolean checking = new AtomicBoolean();

  public Hub(JobStore store, EventFeed feed, HubLimits limits) {
    this.feed = feed;
    this.store = new StoreReads(store, limits);
    this.limits = limits;
  }

  /** A place at a topic: becomes one reader, or is given back with {@link #close}. */
  public final class Seat implements AutoCloseable {
    private final Topic topic;
    private final Job job;

    private Seat(Topic topic, Job job) {
      this.topic = topic;
      this.job = job;
    }

    /** The job as it was after live events began to arrive. */
    public Job job() {
      return job;
    }

    /**
     * Uses the seat up. On the loop.
     *
     * @param from at least 1 and at most {@code job().nextSeq()}
     * @param wake called on the loop when the reader wants to be served
     */
    public Reader read(EventLoop loop, long from, Wire wire, Runnable wake) {
      Reader reader = new Reader(Hub.this, topic, loop, from, wire, wake);
      topic.add(loop, reader);
      return reader;
    }

    @Override
    public void close() {
      release(topic);
    }
  }

  /**
   * Takes a seat at the job's topic; may block. Live events arrive before the job is read, so
   * whatever the reading does not show yet will be announced.
   *
   * @return empty where there is no such job or the caller must not see it
   * @throws dev.codexgateway.core.job.StoreUnavailableException where the store cannot answer
   */
  public Optional<Seat> join(JobId id, Predicate<Job> visible) {
    Topic topic = topics.compute(id, (_, old) -> used(old == null ? topic(id) : old));
    Optional<Seat> seat = Optional.empty();
    try {
      topic.listen(feed);
      seat = store.find(id).filter(visible).map(job -> new Seat(topic, job));
      seat.map(Seat::job).ifPresent(topic::learn);
      return seat;
    } finally {
      if (seat.isEmpty()) {
        release(topic);
      }
    }
  }

  /** Looks for lost live events of topics that were silent; does not block. */
  public void checkSilent() {
    if (checking.compareAndSet(false, true)) {
      Thread.startVirtualThread(this::checkAll);
    }
  }

  /** Watched jobs now. */
  public int topicCount() {
    return topics.size();
  }

  /** Readers and seats, over all jobs. */
  public int readerCount() {
    AtomicInteger sum = new AtomicInteger();
    topics.keySet().forEach(id -> topics.computeIfPresent(id, (_, topic) -> counted(topic, sum)));
    return sum.get();
  }

  void release(Topic topic) {
    Topic left = topics.computeIfPresent(topic.id(), (_, present) -> unused(present));
    if (left == null) {
      Thread.startVirtualThread(topic::stopListening);
    }
  }

  private void checkAll() {
    try {
      long now = System.nanoTime();
      topics.values().stream().filter(topic -> topic.isSilent(now)).forEach(this::check);
    } finally {
      checking.set(false);
    }
  }

  private void check(Topic topic) {
    try {
      topic.check();
    } catch (RuntimeException e) {
      log.warn("{}: {}; it is looked at again", topic.id(), e.getMessage());
    }
  }

  private Topic topic(JobId id) {
    return new Topic(id, store, limits);
  }

  private static Topic counted(Topic topic, AtomicInteger sum) {
    sum.addAndGet(topic.users);
    return topic;
  }

  private static Topic used(Topic topic) {
    topic.users++;
    return topic;
  }

  private static @Nullable Topic unused(Topic topic) {
    return --topic.users == 0 ? null : topic;
  }
}
