package dev.codexgateway.functions.worker;

import dev.codexgateway.core.event.Event;
import dev.codexgateway.core.event.EventDraft;
import dev.codexgateway.core.event.EventFeed;
import dev.codexgateway.core.event.EventType;
import dev.codexgateway.core.job.Job;
import dev.codexgateway.core.job.JobStore;
import dev.codexgateway.core.job.JobStore.Append;
import dev.codexgateway.core.job.Lease;
import dev.codexgateway.core.job.OutputCounts;
import dev.codexgateway.functions.worker.process.OutputSink;
import dev.codexgateway.functions.worker.process.RunControl;
import dev.codexgateway.functions.worker.process.StopReason;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * Writes a running attempt's output to the job's log in chunks: stored first, published second. The
 * first chunk goes out after a short linger, later ones at most once per interval, or at once when
 * there is much. While the store cannot take a chunk nothing is read, so the process waits and
 * nothing is lost.
 */
final class JobLog implements OutputSink {
  private final Lease lease;
  private final JobStore jobs;
  private final EventFeed feed;
  private final RunControl control;
  private final WorkerSettings settings;
  private final StoreRetry retry;
  private final OutputBuffer buffer;
  private final List<Event> unpublished = new ArrayList<>();
  private long nextSeq;
  private long notBeforeNanos;

  /**
   * @param nextSeq of the job as it was claimed
   * @param claimed events of the claim: stored, not published yet, since most often the first
   *     output follows within the linger
   */
  JobLog(
      Lease lease,
      JobStore jobs,
      EventFeed feed,
      RunControl control,
      WorkerSettings settings,
      StoreRetry retry,
      OutputBuffer buffer,
      long nextSeq,
      List<Event> claimed) {
    this.lease = lease;
    this.jobs = jobs;
    this.feed = feed;
    this.control = control;
    this.settings = settings;
    this.retry = retry;
    this.buffer = buffer;
    this.nextSeq = nextSeq;
    unpublished.addAll(claimed);
    notBeforeNanos = System.nanoTime() + settings.linger().toNanos();
  }

  @Override
  public void stdout(ByteBuffer chunk) {
    add(EventType.STDOUT, chunk);
  }

  @Override
  public void stderr(ByteBuffer chunk) {
    add(EventType.STDERR, chunk);
  }

  private void add(EventType type, ByteBuffer chunk) {
    long now = System.nanoTime();
    if (buffer.isEmpty() && notBeforeNanos - now < settings.linger().toNanos()) {
      // Output after a pause lingers too, so that the lines of one burst share a chunk.
      notBeforeNanos = now + settings.linger().toNanos();
    }
    buffer.add(type, chunk);
    if (buffer.waitingChars() >= WorkerSettings.CHUNK_BYTES) {
      flush();
    }
  }

  @Override
  public long nanosUntilTick() {
    return buffer.isEmpty() && unpublished.isEmpty()
        ? Long.MAX_VALUE
        : notBeforeNanos - System.nanoTime();
  }

  @Override
  public void tick() {
    flush();
  }

  private void flush() {
    List<EventDraft> drafts = buffer.take();
    if (!drafts.isEmpty()) {
      OutputCounts counts = buffer.counts();
      switch (retry.call(() -> jobs.append(lease, nextSeq, drafts, counts))) {
        case Append.Appended(Job job, List<Event> events) -> appended(job, events);
        case Append.Fenced() -> {
          control.stop(StopReason.LEASE_LOST);
          unpublished.clear();
        }
      }
    }
    publish(List.of());
    notBeforeNanos = System.nanoTime() + settings.interval().toNanos();
  }

  private void appended(Job job, List<Event> events) {
    nextSeq += events.size();
    unpublished.addAll(events);
    if (job.cancelRequested()) {
      // A worker elsewhere does not hear the bell of a cancel; it hears of it here, or else when
      // its lease is renewed.
      control.stop(StopReason.CANCELLED);
    }
  }

  /** Publishes what is stored but unpublished, and these after it. */
  void publish(List<Event> stored) {
    unpublished.addAll(stored);
    if (!unpublished.isEmpty()) {
      feed.publish(lease.jobId(), List.copyOf(unpublished));
      unpublished.clear();
    }
  }

  /** What the end of the job has to store along with it. */
  List<EventDraft> rest() {
    return buffer.takeLast();
  }

  /** The number that the next event will get. */
  long nextSeq() {
    return nextSeq;
  }

  OutputCounts counts() {
    return buffer.counts();
  }
}
