package dev.codexgateway.functions.jsonrpc;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import dev.codexgateway.core.artifact.Artifact;
import dev.codexgateway.core.job.Job;
import dev.codexgateway.core.job.JobStore.JobView;
import dev.codexgateway.core.job.OutputTail;
import dev.codexgateway.core.json.Json;

/** A job as callers see it. Absent facts are absent members. */
final class JobJson {
  private JobJson() {}

  /** With the last 64 KiB of each stream. */
  static JsonObject of(JobView view) {
    JsonObject json = of(view.job());
    if (view.job().attempt() > 0) {
      OutputTail tail = view.tail();
      json.addProperty("stdout", tail.stdout());
      json.addProperty("stdout_truncated", tail.stdoutCut());
      json.addProperty("stderr", tail.stderr());
      json.addProperty("stderr_truncated", tail.stderrCut());
    }
    return json;
  }

  /** Without output, as lists show it. */
  static JsonObject of(Job job) {
    JsonObject json = new JsonObject();
    json.addProperty("job_id", job.id().value());
    json.addProperty("state", job.state().wireName());
    json.addProperty("command", job.spec().command());
    json.add("args", array(job.spec().args()));
    json.add("labels", Json.object(job.spec().labels()));
    json.addProperty("source", job.source());
    json.addProperty("attempt", job.attempt());
    json.addProperty("timeout_seconds", job.spec().timeout().toSeconds());
    job.retryOf().ifPresent(id -> json.addProperty("retry_of", id.value()));
    json.addProperty("created_at", Json.time(job.createdAt()));
    Json.addTime(json, "started_at", job.startedAt());
    Json.addTime(json, "finished_at", job.finishedAt());
    job.exitCode().ifPresent(code -> json.addProperty("exit_code", code));
    Json.addIfPresent(json, "signal", job.signal());
    Json.addIfPresent(json, "reason", job.reason());
    if (job.cancelRequested() && !job.isTerminal()) {
      json.addProperty("cancel_requested", true);
    }
    if (job.attempt() > 0) {
      json.addProperty("stdout_bytes", job.output().stdoutBytes());
      json.addProperty("stderr_bytes", job.output().stderrBytes());
      json.addProperty("truncated", job.output().truncated());
    }
    json.addProperty("next_seq", job.nextSeq());
    json.add("artifacts", artifacts(job));
    return json;
  }

  static JsonObject of(Artifact artifact) {
    JsonObject json = new JsonObject();
    json.addProperty("name", artifact.name());
    json.addProperty("size", artifact.sizeBytes());
    json.addProperty("sha256", artifact.sha256());
    json.addProperty("content_type", artifact.contentType());
    return json;
  }

  private static JsonArray artifacts(Job job) {
    JsonArray array = new JsonArray();
    job.artifacts().forEach(artifact -> array.add(of(artifact)));
    return array;
  }

  private static JsonArray array(Iterable<String> texts) {
    JsonArray array = new JsonArray();
    texts.forEach(array::add);
    return array;
  }
}
