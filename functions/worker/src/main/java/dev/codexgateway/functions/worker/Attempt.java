package dev.codexgateway.functions.worker;

import dev.codexgateway.core.artifact.Artifact;
import dev.codexgateway.core.command.CommandCatalog.Decision;
import dev.codexgateway.core.command.CommandDefinition;
import dev.codexgateway.core.event.EventDraft;
import dev.codexgateway.core.job.Job;
import dev.codexgateway.core.job.JobState;
import dev.codexgateway.core.job.JobStore;
import dev.codexgateway.core.job.JobStore.Append;
import dev.codexgateway.core.job.Lease;
import dev.codexgateway.core.job.Outcome;
import dev.codexgateway.core.job.OutputCounts;
import dev.codexgateway.core.rpc.RpcError.BadMember;
import dev.codexgateway.functions.worker.process.Command;
import dev.codexgateway.functions.worker.process.Exit;
import dev.codexgateway.functions.worker.process.Limits;
import dev.codexgateway.functions.worker.process.ProcessRunner;
import dev.codexgateway.functions.worker.process.RunControl;
import dev.codexgateway.functions.worker.process.StopReason;
import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One attempt at a job, from the claim to the committed end.
 *
 * <pre>
 *   policy refuses -----------------------------------------------> finish: failed
 *   run the process -- exit, signal ------------------ artifacts -> finish: succeeded | failed
 *                   |- time-out, cancel -------------- artifacts -> finish: timed_out | cancelled
 *                   |- could not be started ----------------------> finish: failed
 *                   |- shutdown ----------------------------------> release: queued | lost
 *                   '- lease lost --------------------------------> nothing: another has the job
 * </pre>
 */
final class Attempt {
  private static final Logger log = LoggerFactory.getLogger(Attempt.class);

  private final Job job;
  private final Lease lease;
  private final JobStore jobs;
  private final ProcessRunner runner;
  private final ArtifactCollector artifacts;
  private final WorkerSettings settings;
  private final InstantSource clock;
  private final RunControl control;
  private final StoreRetry retry;
  private final JobLog output;

  Attempt(
      Job job,
      Lease lease,
      JobStore jobs,
      ProcessRunner runner,
      ArtifactCollector artifacts,
      WorkerSettings settings,
      InstantSource clock,
      RunControl control,
      StoreRetry retry,
      JobLog output) {
    this.job = job;
    this.lease = lease;
    this.jobs = jobs;
    this.runner = runner;
    this.artifacts = artifacts;
    this.settings = settings;
    this.clock = clock;
    this.control = control;
    this.retry = retry;
    this.output = output;
  }

  /** Blocks until the end is committed or not ours to commit. */
  void run(Decision decision) {
    switch (decision) {
      case Decision.Allowed allowed -> run(allowed);
      case Decision.Refused(List<BadMember> members) -> {
        String reason =
            members.stream()
                .map(member -> member.name() + " " + member.reason())
                .collect(Collectors.joining("; ", "refused by the worker's configuration: ", ""));
        finish(List.of(), Outcome.withoutExit(JobState.FAILED, reason, OutputCounts.NONE));
      }
    }
  }

  private void run(Decision.Allowed allowed) {
    try (WorkDirectory directory =
        WorkDirectory.create(settings.workDirectory(), lease, job.spec().stdin())) {
      Command command =
          new Command(
              allowed.command().executable(),
              allowed.argv(),
              allowed.env(),
              directory.files(),
              directory.stdin());
      Limits limits =
          Limits.withTimeout(isCutShort() ? settings.longestRun() : job.spec().timeout());
      Exit exit = runner.run(job.id().value(), command, limits, output, control);
      end(exit, directory, allowed.command());
    } catch (IOException e) {
      log.warn("{}: no work directory: {}; the job fails", job.id(), e.toString());
      finish(
          List.of(),
          Outcome.withoutExit(
              JobState.FAILED, "the work directory could not be made", output.counts()));
    }
  }

  private void end(Exit exit, WorkDirectory directory, CommandDefinition command) {
    Optional<StopReason> stopped = exit.stopped();
    if (stopped.filter(StopReason.LEASE_LOST::equals).isPresent()) {
      log.warn("{}: attempt {} lost its lease; nothing is committed", job.id(), lease.attempt());
      return;
    }
    if (stopped.filter(StopReason.SHUTDOWN::equals).isPresent()) {
      release();
      return;
    }
    commit(exit, directory, command);
  }

  private void commit(Exit exit, WorkDirectory directory, CommandDefinition command) {
    List<EventDraft> last = new ArrayList<>(output.rest());
    try {
      List<Artifact> kept = artifacts.collect(lease, directory.files(), command.artifacts());
      Instant now = clock.instant();
      kept.forEach(artifact -> last.add(ArtifactCollector.event(artifact, now)));
      finish(last, outcome(exit, kept));
    } catch (IOException e) {
      String cause = Optional.ofNullable(e.getCause()).map(found -> ": " + found).orElse("");
      log.warn("{}: no artifacts are kept, {}{}", job.id(), e.getMessage(), cause);
      finish(last, failedArtifacts(outcome(exit, List.of()), String.valueOf(e.getMessage())));
    }
  }

  private static Outcome failedArtifacts(Outcome outcome, String reason) {
    JobState state = outcome.state() == JobState.SUCCEEDED ? JobState.FAILED : outcome.state();
    return new Outcome(
        state,
        outcome.exitCode(),
        outcome.signal(),
        Optional.of(outcome.reason().map(first -> first + "; " + reason).orElse(reason)),
        outcome.output(),
        List.of());
  }

  private Outcome outcome(Exit exit, List<Artifact> kept) {
    OutputCounts counts = output.counts();
    return switch (exit) {
      case Exit.Exited(int code, var stopped) ->
          new Outcome(
              state(stopped, code == 0 ? JobState.SUCCEEDED : JobState.FAILED),
              OptionalInt.of(code),
              Optional.empty(),
              reason(stopped),
              counts,
              kept);
      case Exit.Signalled(int _, String name, var stopped) ->
          new Outcome(
              state(stopped, JobState.FAILED),
              OptionalInt.empty(),
              Optional.of(name),
              reason(stopped),
              counts,
              kept);
      case Exit.SpawnFailed failed ->
          Outcome.withoutExit(JobState.FAILED, failed.message(), counts);
      case Exit.NeverStarted(StopReason reason) ->
          Outcome.withoutExit(
              state(Optional.of(reason), JobState.FAILED), "stopped before it started", counts);
    };
  }

  private static JobState state(Optional<StopReason> stopped, JobState otherwise) {
    return stopped
        .map(
            reason ->
                switch (reason) {
                  case TIMEOUT -> JobState.TIMED_OUT;
                  case CANCELLED -> JobState.CANCELLED;
                  case LEASE_LOST, SHUTDOWN -> JobState.LOST;
                })
        .orElse(otherwise);
  }

  private Optional<String> reason(Optional<StopReason> stopped) {
    return stopped.map(
        reason ->
            switch (reason) {
              case TIMEOUT -> timeoutReason();
              case CANCELLED -> "cancelled";
              case LEASE_LOST -> "lease lost";
              case SHUTDOWN -> "the gateway was shut down";
            });
  }

  private boolean isCutShort() {
    return settings.longestRun().compareTo(job.spec().timeout()) < 0;
  }

  private String timeoutReason() {
    return isCutShort()
        ? "ran longer than the "
            + settings.longestRun().toSeconds()
            + " s that a run may take on this worker"
        : "ran longer than " + job.spec().timeout().toSeconds() + " s";
  }

  private void finish(List<EventDraft> last, Outcome outcome) {
    committed(() -> jobs.finish(lease, output.nextSeq(), last, outcome));
  }

  private void release() {
    List<EventDraft> last = output.rest();
    committed(
        () ->
            jobs.release(
                lease, output.nextSeq(), last, output.counts(), "the gateway was shut down"));
  }

  private void committed(Supplier<Append> write) {
    switch (retry.call(write)) {
      case Append.Appended(var _, var events) -> output.publish(events);
      case Append.Fenced() ->
          log.warn("{}: attempt {} is fenced; nothing is committed", job.id(), lease.attempt());
    }
  }
}
