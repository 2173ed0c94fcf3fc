package dev.codexgateway.functions.jsonrpc;

import com.google.gson.JsonElement;
import dev.codexgateway.core.command.CommandCatalog;
import dev.codexgateway.core.command.CommandCatalog.Decision;
import dev.codexgateway.core.command.CommandDefinition;
import dev.codexgateway.core.job.Bell;
import dev.codexgateway.core.job.Job;
import dev.codexgateway.core.job.JobId;
import dev.codexgateway.core.job.JobQueue;
import dev.codexgateway.core.job.JobSpec;
import dev.codexgateway.core.job.JobStore;
import dev.codexgateway.core.job.JobStore.JobView;
import dev.codexgateway.core.job.JobStore.Submission;
import dev.codexgateway.core.job.NewJob;
import dev.codexgateway.core.job.NewJob.Idempotency;
import dev.codexgateway.core.job.OutputTail;
import dev.codexgateway.core.key.Scope;
import dev.codexgateway.core.platform.Platform;
import dev.codexgateway.core.rpc.Params;
import dev.codexgateway.core.rpc.RpcError;
import dev.codexgateway.core.rpc.RpcException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** {@code exec} and {@code job.retry}: the methods that make a job. */
final class SubmitMethods {
  private static final String SOURCE = "jsonrpc";
  private static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(300);
  private static final int MAX_LABELS = 32;
  private static final int MAX_LABEL_CHARS = 256;

  private final JobStore jobs;
  private final JobQueue queue;
  private final InstantSource clock;
  private final CommandCatalog commands;
  private final JobWaiter waiter;

  SubmitMethods(Platform platform, CommandCatalog commands, JobWaiter waiter) {
    this.jobs = platform.jobs();
    this.queue = platform.queue();
    this.clock = platform.clock();
    this.commands = commands;
    this.waiter = waiter;
  }

  private record ExecParams(JobSpec spec, Optional<String> idempotencyKey, Duration patience) {}

  JsonElement exec(Caller caller, Optional<JsonElement> params) throws RpcException {
    ExecParams exec = decode(caller, Params.of(params));
    CommandDefinition command = commands.find(exec.spec().command()).orElseThrow();
    Optional<Idempotency> idempotency =
        exec.idempotencyKey()
            .map(
                key -> new Idempotency(caller.owner() + "/exec", key, Fingerprint.of(exec.spec())));
    return submit(caller, exec.spec(), command, Optional.empty(), idempotency, exec.patience());
  }

  /** Repeats a finished job as a new one, since a terminal state never changes. */
  JsonElement retry(Caller caller, Optional<JsonElement> params) throws RpcException {
    Params in = Params.of(params);
    String text = in.requiredString("job_id");
    in.check();
    Job job = Lookup.own(jobs, caller, text);
    caller.require(Scope.submit(job.spec().command()));
    if (!job.isTerminal()) {
      throw new RpcException(
          RpcError.of(
              RpcError.WRONG_STATE, "The job is " + job.state().wireName() + ", not finished"));
    }
    CommandDefinition command =
        switch (decide(job.spec())) {
          case Decision.Allowed allowed -> allowed.command();
          case Decision.Refused(var members) ->
              throw new RpcException(RpcError.invalidParams(members));
        };
    Optional<Idempotency> idempotency =
        caller
            .idempotencyKey()
            .map(key -> new Idempotency(caller.owner() + "/job.retry", key, job.id().value()));
    return submit(caller, job.spec(), command, Optional.of(job.id()), idempotency, Duration.ZERO);
  }

  private ExecParams decode(Caller caller, Params in) throws RpcException {
    String command = in.requiredString("command");
    JobSpec spec =
        new JobSpec(
            command,
            in.strings("args"),
            in.string("stdin"),
            in.stringMap("env"),
            timeout(in, command),
            labels(in));
    Optional<String> key = idempotencyKey(caller, in);
    Duration wait = Duration.ofSeconds(in.integer("wait_seconds", 0, 30).orElse(0));
    // Only a caller who may run the command learns what is wrong with its arguments.
    if (Scope.parse("jobs:submit:" + command).isPresent()) {
      caller.require(Scope.submit(command));
    }
    if (decide(spec) instanceof Decision.Refused(var members)) {
      members.forEach(member -> in.reject(member.name(), member.reason()));
    }
    in.check();
    return new ExecParams(spec, key, wait);
  }

  private Decision decide(JobSpec spec) {
    return commands.decide(spec.command(), spec.args(), spec.env());
  }

  private Duration timeout(Params in, String command) {
    Duration most =
        commands
            .find(command)
            .map(CommandDefinition::maxTimeout)
            .orElse(CommandDefinition.DEFAULT_MAX_TIMEOUT);
    OptionalLong seconds = in.integer("timeout_seconds", 1, most.toSeconds());
    return seconds.isPresent()
        ? Duration.ofSeconds(seconds.getAsLong())
        : DEFAULT_TIMEOUT.compareTo(most) < 0 ? DEFAULT_TIMEOUT : most;
  }

  private static Map<String, String> labels(Params in) {
    Map<String, String> labels = in.stringMap("labels");
    if (labels.size() > MAX_LABELS) {
      in.reject("labels", "has more than " + MAX_LABELS + " members");
    }
    labels.forEach(
        (name, value) -> {
          if (name.isEmpty()
              || name.contains("=")
              || name.length() > MAX_LABEL_CHARS
              || value.length() > MAX_LABEL_CHARS) {
            in.reject(
                "labels." + name,
                "names and values have at most " + MAX_LABEL_CHARS + " characters, names no =");
          }
        });
    return labels;
  }

  static Optional<String> idempotencyKey(Caller caller, Params in) {
    Optional<String> member = in.string("idempotency_key");
    if (member.filter(key -> !JsonRpcHandler.isAcceptable(key)).isPresent()) {
      in.reject("idempotency_key", "must have 1 to 255 characters");
    }
    if (member.isPresent()
        && caller.idempotencyKey().isPresent()
        && !member.equals(caller.idempotencyKey())) {
      in.reject("idempotency_key", "differs from the header Idempotency-Key");
    }
    return member.or(caller::idempotencyKey);
  }

  private JsonElement submit(
      Caller caller,
      JobSpec spec,
      CommandDefinition command,
      Optional<JobId> retryOf,
      Optional<Idempotency> idempotency,
      Duration wait)
      throws RpcException {
    Submission submission =
        jobs.submit(
            new NewJob(
                JobId.next(),
                caller.owner(),
                spec,
                SOURCE,
                command.maxAttempts(),
                retryOf,
                clock.instant(),
                idempotency));
    return switch (submission) {
      case Submission.Created(Job job, var _) -> result(job, wait, () -> queue.ring(Bell.of(job)));
      case Submission.Existing(Job job) -> result(job, wait, () -> {});
      case Submission.Conflict(JobId existing) ->
          throw new RpcException(
              RpcError.of(
                  RpcError.IDEMPOTENCY_CONFLICT,
                  "The idempotency key was used with other params, for " + existing));
    };
  }

  private JsonElement result(Job job, Duration wait, Runnable ring) {
    if (wait.isZero() && job.attempt() == 0 && !job.isTerminal()) {
      // It has no output yet, so there is nothing to read.
      ring.run();
      return JobJson.of(new JobView(job, OutputTail.EMPTY));
    }
    return JobJson.of(
        waiter.await(job.id(), wait, ring).orElse(new JobView(job, OutputTail.EMPTY)));
  }
}
