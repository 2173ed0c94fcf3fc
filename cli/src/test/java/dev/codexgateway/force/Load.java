package dev.codexgateway.force;

import com.google.gson.JsonObject;
import dev.codexgateway.force.RpcClient.Reply;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/**
 * Clients that submit, cancel, wait and watch without pause, whether the gateway is there or not.
 * What they are told goes into the ledger. The choices come from a seed; when they meet which
 * moment of the gateway is up to the machine.
 */
final class Load implements AutoCloseable {
  private static final int SUBMITTERS = 3;
  private static final int FOLLOWERS = 4;
  private static final int RECENT = 64;
  private static final int KEYS = 40;
  private static final Duration FOLLOW_PATIENCE = Duration.ofSeconds(60);

  private final Site site;
  private final Ledger ledger;
  private final RpcClient rpc;
  private final HttpClient watching;
  private final List<Thread> threads = new ArrayList<>();
  private final Deque<String> recent = new ArrayDeque<>();
  private final AtomicInteger unanswered = new AtomicInteger();
  private final AtomicInteger refused = new AtomicInteger();
  private volatile boolean stopping;

  private Load(Site site, Ledger ledger) {
    this.site = site;
    this.ledger = ledger;
    this.rpc = new RpcClient(site);
    this.watching =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(5))
            .build();
  }

  static Load start(Site site, Ledger ledger, long seed) {
    Load load = new Load(site, ledger);
    Random seeds = new Random(seed);
    for (int i = 0; i < SUBMITTERS; i++) {
      load.run("submitter-" + i, seeds.nextLong(), load::submit);
    }
    for (int i = 0; i < FOLLOWERS; i++) {
      load.run("follower-" + i, seeds.nextLong(), load::followOne);
    }
    load.run("canceller", seeds.nextLong(), load::cancelOne);
    return load;
  }

  /** A turn of one client. */
  @FunctionalInterface
  private interface Turn {
    void take(Random random) throws InterruptedException;
  }

  private void run(String name, long seed, Turn turn) {
    Random random = new Random(seed);
    threads.add(
        Thread.ofVirtual()
            .name(name)
            .start(
                () -> {
                  try {
                    while (!stopping) {
                      turn.take(random);
                    }
                  } catch (InterruptedException _) {
                    Thread.currentThread().interrupt();
                  } catch (RuntimeException | Error e) {
                    ledger.violation(name + " failed: " + e);
                  }
                }));
  }

  private void submit(Random random) throws InterruptedException {
    pause(random, 10, 60);
    Submission submission = submission(random);
    switch (rpc.call("exec", submission.params())) {
      case Reply.Result(JsonObject job) -> accepted(submission, job);
      case Reply.Refused answer -> refused(submission, answer);
      case Reply.Unanswered _ -> unanswered.incrementAndGet();
    }
  }

  private void accepted(Submission submission, JsonObject job) {
    String id = job.get("job_id").getAsString();
    ledger.accepted(submission, id);
    ledger.sawState(id, job.get("state").getAsString());
    synchronized (recent) {
      recent.addLast(id);
      if (recent.size() > RECENT) {
        recent.removeFirst();
      }
    }
  }

  /** The only answer that a valid submission may get instead of a job. */
  private void refused(Submission submission, Reply.Refused answer) {
    refused.incrementAndGet();
    if (answer.status() != 503 || answer.retryAfter().isEmpty()) {
      ledger.violation(submission + " was answered with " + answer);
    }
  }

  private static Submission submission(Random random) {
    int dice = random.nextInt(100);
    if (dice < 8) {
      int key = random.nextInt(KEYS);
      // What a key stands for never changes, as with a client that tries again.
      return Submission.of("echo", "key", key).withKey("key-" + key);
    }
    return fresh(dice, random);
  }

  private static Submission fresh(int dice, Random random) {
    if (dice < 36) {
      return Submission.of("true");
    } else if (dice < 52) {
      return Submission.of("echo", "hello", random.nextInt(1_000_000))
          .withWait(random.nextInt(2) * 5);
    } else if (dice < 64) {
      return Submission.of("chatty", 1 + random.nextInt(2000));
    } else if (dice < 72) {
      return Submission.of("cat").withStdin("text " + random.nextLong() + "\n");
    } else if (dice < 80) {
      return Submission.of("files", 1 + random.nextInt(4));
    } else if (dice < 83) {
      return Submission.of("fail");
    } else if (dice < 86) {
      return Submission.of("family", random.nextInt(15));
    } else if (dice < 90) {
      return Submission.of("sleeper", random.nextInt(20));
    } else if (dice < 92) {
      return Submission.of("sleeper", 100).withTimeout(1);
    } else if (dice < 99) {
      return Submission.of("again", random.nextInt(15));
    }
    return Submission.of("stubborn", 5 + random.nextInt(15));
  }

  private void cancelOne(Random random) throws InterruptedException {
    pause(random, 50, 200);
    Optional<String> id = anyRecent(random);
    if (id.isPresent()
        && rpc.call("job.cancel", Json.object("job_id", id.get()))
            instanceof Reply.Result(JsonObject job)) {
      ledger.sawState(id.get(), job.get("state").getAsString());
    }
  }

  /** Watches one job to its end, over restarts of the gateway. */
  private void followOne(Random random) throws InterruptedException {
    Optional<String> id = anyRecent(random);
    if (id.isEmpty()) {
      pause(random, 10, 20);
      return;
    }
    Follower follower = new Follower(watching, site, ledger, id.get(), random);
    long deadline = System.nanoTime() + FOLLOW_PATIENCE.toNanos();
    while (!follower.isComplete()) {
      follower.follow();
      if (System.nanoTime() > deadline) {
        ledger.violation(id.get() + ": not watched to its end within " + FOLLOW_PATIENCE);
        return;
      }
      if (!follower.isComplete()) {
        pause(random, 10, 100);
      }
    }
  }

  private Optional<String> anyRecent(Random random) {
    synchronized (recent) {
      return recent.stream().skip(random.nextInt(Math.max(1, recent.size()))).findFirst();
    }
  }

  /** Between two requests, as clients have it; nobody waits for anything here. */
  private static void pause(Random random, int minMillis, int maxMillis) {
    LockSupport.parkNanos(random.nextInt(minMillis, maxMillis) * 1_000_000L);
  }

  /** Lets every client end what it has begun; needs a gateway that runs. */
  void finish() throws InterruptedException {
    stopping = true;
    for (Thread thread : threads) {
      if (!thread.join(FOLLOW_PATIENCE.plusSeconds(10))) {
        ledger.violation(thread.getName() + " does not come to an end");
      }
    }
  }

  /** For the record: what the load amounted to. */
  @Override
  public String toString() {
    return ledger.acceptedJobs().size()
        + " jobs accepted, "
        + refused
        + " refused, "
        + unanswered
        + " unanswered; "
        + ledger.eventsSeen()
        + " events watched, "
        + ledger.logsSeenToTheEnd()
        + " logs to their end";
  }

  @Override
  public void close() {
    stopping = true;
    threads.forEach(Thread::interrupt);
    watching.shutdownNow();
    rpc.close();
  }
}
