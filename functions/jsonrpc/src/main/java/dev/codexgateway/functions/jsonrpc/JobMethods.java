package dev.codexgateway.functions.jsonrpc;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.codexgateway.core.artifact.Artifact;
import dev.codexgateway.core.artifact.ArtifactStore;
import dev.codexgateway.core.event.EventFeed;
import dev.codexgateway.core.job.Bell;
import dev.codexgateway.core.job.Job;
import dev.codexgateway.core.job.JobId;
import dev.codexgateway.core.job.JobQuery;
import dev.codexgateway.core.job.JobQueue;
import dev.codexgateway.core.job.JobState;
import dev.codexgateway.core.job.JobStore;
import dev.codexgateway.core.job.JobStore.Cancellation;
import dev.codexgateway.core.job.Lease;
import dev.codexgateway.core.json.Json;
import dev.codexgateway.core.key.Scope;
import dev.codexgateway.core.platform.Platform;
import dev.codexgateway.core.rpc.Params;
import dev.codexgateway.core.rpc.RpcError;
import dev.codexgateway.core.rpc.RpcException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** {@code job.*}: looking at jobs and stopping them. */
final class JobMethods {
  private static final Duration URL_LIFE = Duration.ofMinutes(15);
  private static final int MAX_WAIT_SECONDS = 30;
  private static final int DEFAULT_LIST = 20;

  private final JobStore jobs;
  private final JobQueue queue;
  private final EventFeed feed;
  private final ArtifactStore artifacts;
  private final JobWaiter waiter;

  JobMethods(Platform platform, JobWaiter waiter) {
    this.jobs = platform.jobs();
    this.queue = platform.queue();
    this.feed = platform.feed();
    this.artifacts = platform.artifacts();
    this.waiter = waiter;
  }

  JsonElement get(Caller caller, Optional<JsonElement> params) throws RpcException {
    caller.require(Scope.JOBS_READ);
    Params in = Params.of(params);
    String jobId = in.requiredString("job_id");
    in.check();
    return JobId.parse(jobId)
        .flatMap(jobs::view)
        .filter(view -> view.job().owner().equals(caller.owner()))
        .map(JobJson::of)
        .orElseThrow(Lookup::notFound);
  }

  JsonElement await(Caller caller, Optional<JsonElement> params) throws RpcException {
    caller.require(Scope.JOBS_READ);
    Params in = Params.of(params);
    String jobId = in.requiredString("job_id");
    Duration wait = seconds(in, MAX_WAIT_SECONDS);
    in.check();
    return awaited(Lookup.own(jobs, caller, jobId).id(), wait, () -> {});
  }

  JsonElement cancel(Caller caller, Optional<JsonElement> params) throws RpcException {
    caller.require(Scope.JOBS_CANCEL);
    Params in = Params.of(params);
    String jobId = in.requiredString("job_id");
    Duration wait = seconds(in, 0);
    in.check();
    Job job = Lookup.own(jobs, caller, jobId);
    return switch (jobs.cancel(job.id())) {
      case Cancellation.Cancelled(Job cancelled, var events) -> {
        feed.publish(cancelled.id(), events);
        yield awaited(cancelled.id(), Duration.ZERO, () -> {});
      }
      // The same doorbell makes the worker look at the job again and see the request.
      case Cancellation.Requested(Job running) ->
          awaited(running.id(), wait, () -> queue.ring(Bell.of(running)));
      case Cancellation.AlreadyEnded(Job ended) -> alreadyEnded(ended);
      case Cancellation.Missing() -> throw Lookup.notFound();
    };
  }

  private JsonElement alreadyEnded(Job job) throws RpcException {
    if (job.state() == JobState.CANCELLED) {
      return awaited(job.id(), Duration.ZERO, () -> {});
    }
    JsonObject data = new JsonObject();
    data.addProperty("state", job.state().wireName());
    throw new RpcException(
        new RpcError(
            RpcError.WRONG_STATE,
            "The job has already ended: " + job.state().wireName(),
            Optional.of(data)));
  }

  private JsonElement awaited(JobId id, Duration wait, Runnable begin) throws RpcException {
    return waiter.await(id, wait, begin).map(JobJson::of).orElseThrow(Lookup::notFound);
  }

  private static Duration seconds(Params in, int otherwise) {
    return Duration.ofSeconds(in.integer("timeout_seconds", 0, MAX_WAIT_SECONDS).orElse(otherwise));
  }

  JsonElement list(Caller caller, Optional<JsonElement> params) throws RpcException {
    caller.require(Scope.JOBS_READ);
    Params in = Params.of(params);
    Optional<JobState> state = state(in);
    Optional<JobQuery.Label> label = in.string("label").map(JobQuery.Label::parse);
    int limit = (int) in.integer("limit", 1, JobQuery.MAX_LIMIT).orElse(DEFAULT_LIST);
    Optional<JobId> before = cursor(in);
    in.check();
    List<Job> page = jobs.list(new JobQuery(caller.owner(), state, label, before, limit));
    JsonArray list = new JsonArray();
    page.forEach(job -> list.add(JobJson.of(job)));
    JsonObject result = new JsonObject();
    result.add("jobs", list);
    if (page.size() == limit) {
      result.addProperty("next_cursor", page.getLast().id().value());
    }
    return result;
  }

  private static Optional<JobState> state(Params in) {
    Optional<String> text = in.string("state");
    Optional<JobState> state = text.flatMap(JobState::parse);
    if (text.isPresent() && state.isEmpty()) {
      in.reject("state", "is not a state");
    }
    return state;
  }

  private static Optional<JobId> cursor(Params in) {
    Optional<String> text = in.string("cursor");
    Optional<JobId> cursor = text.flatMap(JobId::parse);
    if (text.isPresent() && cursor.isEmpty()) {
      in.reject("cursor", "is not a cursor of an earlier answer");
    }
    return cursor;
  }

  JsonElement log(Caller caller, Optional<JsonElement> params) throws RpcException {
    caller.require(Scope.JOBS_READ);
    Params in = Params.of(params);
    String jobId = in.requiredString("job_id");
    long from = in.integer("from", 1, Long.MAX_VALUE / 2).orElse(1);
    int limit = (int) in.integer("limit", 1, LogPage.MAX_EVENTS).orElse(LogPage.DEFAULT_EVENTS);
    in.check();
    // The job is read first: an end seen here is in the log that is read after it.
    Job job = Lookup.own(jobs, caller, jobId);
    LogPage page = LogPage.read(jobs, job.id(), from, limit);
    return page.toJson(job);
  }

  JsonElement artifacts(Caller caller, Optional<JsonElement> params) throws RpcException {
    caller.require(Scope.JOBS_READ);
    Params in = Params.of(params);
    String jobId = in.requiredString("job_id");
    in.check();
    Job job = Lookup.own(jobs, caller, jobId);
    JsonArray list = new JsonArray();
    for (Artifact artifact : job.artifacts()) {
      ArtifactStore.SignedUrl url =
          artifacts.sign(new Lease(job.id(), job.attempt()), artifact, URL_LIFE);
      JsonObject json = JobJson.of(artifact);
      json.addProperty("url", url.url().toString());
      json.addProperty("expires_at", Json.time(url.expiresAt()));
      list.add(json);
    }
    JsonObject result = new JsonObject();
    result.add("artifacts", list);
    return result;
  }
}
