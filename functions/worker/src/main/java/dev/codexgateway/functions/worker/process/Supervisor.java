package dev.codexgateway.functions.worker.process;

import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sees one run from its start to its end, in one thread that waits in poll(2) for output, the
 * program's end, a stop, or the next deadline.
 *
 * <pre>
 *              program ended                   output ended, or eofGrace passed
 *   RUNNING ------------------&gt; DRAINING -------------------------------------+
 *      |                                                                      | nobody left
 *      | stop or timeout: SIGTERM            somebody left: SIGTERM           +-----------&gt; OVER
 *      |                                                                      |               ^
 *      +-------------------&gt; TERMINATING &lt;-------------------------------------+               |
 *                                 |  \_________________________ nobody left ___________________|
 *                                 | grace passed: SIGKILL                                      |
 *                                 +---------&gt; KILLING ________ nobody left, or given up _______|
 * </pre>
 *
 * Output is read in every phase. A sink that throws leads to KILLING, and the exception is thrown
 * on when the run is over.
 */
final class Supervisor {
  private static final Logger LOG = LoggerFactory.getLogger(Supervisor.class);

  private static final long NANOS_PER_MILLI = 1_000_000;
  private static final long FIRST_LOOK_NANOS = NANOS_PER_MILLI;
  private static final long LAST_LOOK_NANOS = 50 * NANOS_PER_MILLI;

  /** Reaping orphans of runs that go on for long needs a look from time to time. */
  private static final long LONGEST_WAIT_NANOS = 1_000 * NANOS_PER_MILLI;

  /** SIGKILL cannot be refused, but not be sent to another user, nor end a hanging disk access. */
  private static final long PATIENCE_NANOS = 10_000 * NANOS_PER_MILLI;

  private enum Phase {
    RUNNING,
    DRAINING,
    TERMINATING,
    KILLING,
    OVER
  }

  private static final OutputSink NOWHERE =
      new OutputSink() {
        @Override
        public void stdout(ByteBuffer chunk) {}

        @Override
        public void stderr(ByteBuffer chunk) {}
      };

  private final ProcessTree tree;
  private final Channels channels;
  private final Limits limits;
  private final RunControl control;
  private final long timeoutAt;
  private OutputSink sink;

  private Phase phase = Phase.RUNNING;
  private long deadline;
  private long nextLook;
  private long lookInterval;
  private long nextHousekeeping;
  private Optional<StopReason> stopped = Optional.empty();
  private Optional<Posix.Ending> ending = Optional.empty();
  private Optional<Throwable> failure = Optional.empty();

  Supervisor(
      ProcessTree tree, Channels channels, Limits limits, OutputSink sink, RunControl control) {
    this.tree = tree;
    this.channels = channels;
    this.limits = limits;
    this.sink = sink;
    this.control = control;
    long now = System.nanoTime();
    timeoutAt = now + limits.timeout().toNanos();
    nextHousekeeping = now + LONGEST_WAIT_NANOS;
  }

  /**
   * Returns when no process of the run is left.
   *
   * @throws RuntimeException what the sink threw
   */
  Exit untilOver() {
    while (phase != Phase.OVER) {
      try {
        turn();
      } catch (Throwable thrown) {
        abort(thrown);
      }
    }
    failure.ifPresent(Supervisor::rethrow);
    return exit();
  }

  /** Ends a run that cannot be supervised, without its output. */
  void killUnheard() {
    sink = NOWHERE;
    kill(System.nanoTime());
    untilOver();
  }

  private void abort(Throwable reason) {
    sink = NOWHERE;
    if (failure.isPresent()) {
      giveUp();
    } else {
      failure = Optional.of(reason);
      kill(System.nanoTime());
    }
  }

  private static void rethrow(Throwable failure) {
    switch (failure) {
      case RuntimeException exception -> throw exception;
      case Error error -> throw error;
      default -> throw new IllegalStateException(failure);
    }
  }

  private void turn() {
    if (sink.nanosUntilTick() <= 0) {
      sink.tick();
    }
    long now = System.nanoTime();
    obeyStop(now);
    advance(now);
    if (phase != Phase.OVER) {
      keepHouse(now);
      if (channels.await(nanosToWait(now))) {
        nextLook = System.nanoTime();
      }
      channels.transfer(sink);
    }
  }

  private void obeyStop(long now) {
    if (phase != Phase.RUNNING || channels.programEnded()) {
      return;
    }
    if (now - timeoutAt >= 0) {
      control.stop(StopReason.TIMEOUT);
    }
    Optional<StopReason> reason = control.stopReason();
    if (reason.isPresent() && !endedMeanwhile()) {
      stopped = reason;
      terminate(now, limits.terminateGrace());
    }
  }

  /** The program's own end counts if it came before the stop. */
  private boolean endedMeanwhile() {
    channels.await(0);
    return channels.programEnded();
  }

  private void advance(long now) {
    switch (phase) {
      case RUNNING -> {
        if (channels.programEnded()) {
          phase = Phase.DRAINING;
          deadline = now + limits.eofGrace().toNanos();
          advance(now);
        }
      }
      case DRAINING -> {
        if (channels.outputEnded() || now - deadline >= 0 || control.stopReason().isPresent()) {
          endOrTerminate(now);
        }
      }
      case TERMINATING, KILLING -> {
        if (now - nextLook >= 0) {
          look(now);
        }
      }
      case OVER -> {}
    }
  }

  private void endOrTerminate(long now) {
    if (!isOver()) {
      terminate(now, limits.eofGrace());
    }
  }

  private void terminate(long now, Duration grace) {
    phase = Phase.TERMINATING;
    deadline = now + grace.toNanos();
    lookInterval = FIRST_LOOK_NANOS;
    look(now);
  }

  /** Signals who is left, if anybody is. */
  private void look(long now) {
    nextLook = now + lookInterval;
    lookInterval = Math.min(2 * lookInterval, LAST_LOOK_NANOS);
    if (isOver()) {
      return;
    }
    if (phase == Phase.TERMINATING && now - deadline < 0) {
      attempt(tree::terminate);
    } else {
      kill(now);
    }
  }

  private void kill(long now) {
    if (phase != Phase.KILLING) {
      phase = Phase.KILLING;
      deadline = now + PATIENCE_NANOS;
      lookInterval = FIRST_LOOK_NANOS;
      nextLook = now + lookInterval;
    }
    if (now - deadline < 0) {
      attempt(tree::kill);
    } else {
      giveUp();
    }
  }

  private boolean isOver() {
    attempt(() -> ending = tree.endIfNobodyIsLeft());
    if (ending.isPresent()) {
      phase = Phase.OVER;
      channels.transferRest(sink);
    }
    return ending.isPresent();
  }

  /** Where {@code /proc} cannot be read for want of descriptors, the next look does it. */
  private static void attempt(Runnable action) {
    try {
      action.run();
    } catch (UncheckedIOException e) {
      LOG.warn("Processes cannot be listed, will be tried again: {}", e.getMessage());
    }
  }

  private void giveUp() {
    phase = Phase.OVER;
    ending = tree.abandon();
  }

  private void keepHouse(long now) {
    if (now - nextHousekeeping >= 0) {
      nextHousekeeping = now + LONGEST_WAIT_NANOS;
      attempt(tree::reapOrphans);
    }
  }

  private long nanosToWait(long now) {
    long untilNext =
        switch (phase) {
          case RUNNING -> timeoutAt - now;
          case DRAINING -> deadline - now;
          case TERMINATING, KILLING -> nextLook - now;
          case OVER -> 0;
        };
    return Math.min(LONGEST_WAIT_NANOS, Math.min(untilNext, sink.nanosUntilTick()));
  }

  private Exit exit() {
    Posix.Ending how = ending.orElse(new Posix.Ending(true, Signals.KILL));
    return how.bySignal()
        ? new Exit.Signalled(how.value(), stopped)
        : new Exit.Exited(how.value(), stopped);
  }
}
