package dev.codexgateway.core.hook;

import dev.codexgateway.core.job.JobId;
import dev.codexgateway.core.job.JobStore.Submission;
import dev.codexgateway.core.job.NewJob;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * The inbox: deliveries to webhooks, each stored in one atomic step with the jobs that came of it.
 * Every method returns only what is durable. Deliveries are kept at least {@link #REMEMBERED} from
 * their {@link Delivery#receivedAt}, unless the store says (by a setting and a log line) that its
 * space is used up; then they disappear, oldest first. Of {@link Verdict#REJECTED} and {@link
 * Verdict#DUPLICATE} ones a store may keep fewer.
 *
 * <p>All methods throw {@link dev.codexgateway.core.job.StoreUnavailableException} within about two
 * seconds where the store cannot answer, and all may be repeated then.
 */
public interface DeliveryStore {
  /**
   * How long an identity makes a duplicate, exactly, and a delivery is kept, at least. Senders that
   * try again stop within three days.
   */
  Duration REMEMBERED = Duration.ofDays(4);

  /** Bodies up to this size are kept byte for byte. */
  int MAX_BODY_BYTES = 10 * 1024 * 1024;

  /**
   * Writes the delivery, its identities and all its jobs, or nothing. Of any number of deliveries
   * of one hook that share an identity exactly one is accepted within {@link #REMEMBERED};
   * identities of different hooks never meet. A delivery without identities is never a duplicate,
   * except of itself: where the same {@link Delivery#id} comes again, because the caller did not
   * hear the answer, it is a {@code Duplicate} of itself.
   *
   * @param delivery {@link Verdict#ACCEPTED}
   * @param jobs written as {@link dev.codexgateway.core.job.JobStore#submit} writes them, their
   *     idempotency keys included; may be empty
   */
  Acceptance accept(Delivery delivery, List<NewJob> jobs);

  /**
   * Writes a delivery that makes no job and claims no identity. The same id again changes nothing.
   *
   * @param delivery of any verdict but {@link Verdict#ACCEPTED}
   */
  void record(Delivery delivery);

  Optional<Delivery> find(DeliveryId id);

  /** At most {@link DeliveryQuery#limit} deliveries, newest first by id. */
  List<DeliverySummary> list(DeliveryQuery query);

  /** What became of a delivery that was to be accepted. */
  sealed interface Acceptance {
    /**
     * @param delivery with the ids of its jobs: those created, and those that were there before
     *     under the same idempotency key and params
     * @param jobs what became of each, in the given order
     */
    record Accepted(Delivery delivery, List<Submission> jobs) implements Acceptance {
      public Accepted {
        jobs = List.copyOf(jobs);
      }
    }

    /**
     * Nothing was written.
     *
     * @param earlier the accepted delivery that claimed the identity; it may be trimmed by now
     * @param jobs of the earlier one
     */
    record Duplicate(DeliveryId earlier, List<JobId> jobs) implements Acceptance {
      public Duplicate {
        jobs = List.copyOf(jobs);
      }
    }
  }
}
