package dev.codexgateway.functions.jsonrpc;

import dev.codexgateway.core.artifact.Artifact;
import dev.codexgateway.core.config.ConfigException;
import dev.codexgateway.core.config.GatewayConfig;
import dev.codexgateway.core.event.EventDraft;
import dev.codexgateway.core.event.EventType;
import dev.codexgateway.core.job.JobId;
import dev.codexgateway.core.job.JobState;
import dev.codexgateway.core.job.JobStore.Append;
import dev.codexgateway.core.job.JobStore.Claim;
import dev.codexgateway.core.job.Lease;
import dev.codexgateway.core.job.Outcome;
import dev.codexgateway.core.job.OutputCounts;
import dev.codexgateway.core.key.Scope;
import dev.codexgateway.testkit.http.FakeRequest;
import dev.codexgateway.testkit.http.FakeResponse;
import dev.codexgateway.testkit.memory.MemoryPlatform;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;

/** The function on ports in memory, with callers of different rights and a worker to command. */
final class Gateway {
  static final Instant START = Instant.parse("2026-01-02T03:04:05.678Z");
  static final String UNKNOWN_JOB = "job_00000000000000000000000000";

  private static final String CONFIG =
      """
      commands:
        echo: {description: Print, executable: /bin/echo, args: any}
        count:
          executable: /opt/count
          args:
            - slot: to
              integer: {min: 1, max: 9}
              default: 3
            - slot: unit
              enum: [s, ms]
              default: s
          caller_env: {MODE: "[a-z]{4}"}
          max_timeout_seconds: 60
          retry_safe: true
      hooks:
        push:
          description: Builds
          verifier: github
          secrets: [push-secret, push-secret-2]
          filter: headers["x-github-event"] == "push"
          jobs:
            - filter: body.ref == "refs/heads/main"
              command: echo
              args: ["${body.after}", "${body.pusher.name}"]
              labels: {ref: "${body.ref}"}
            - filter: body.count > 0
              command: count
              args: ["${body.count}"]
        teams:
          owner: team
          verifier: {type: token, header: X-Team-Token}
          secret: team-secret
          jobs:
            - command: echo
              stdin: ${raw}
      """;

  final AtomicReference<Instant> now = new AtomicReference<>(START);
  final MemoryPlatform platform = new MemoryPlatform(now::get);
  final String admin = key("admin", "*");
  private final JsonRpcFunction function;

  Gateway() {
    try {
      function = new JsonRpcFunction(platform, GatewayConfig.parse("g.yaml", CONFIG));
    } catch (ConfigException e) {
      throw new AssertionError(e);
    }
  }

  String key(String owner, String... scopes) {
    return platform
        .keyring()
        .make(
            owner,
            "",
            Arrays.stream(scopes).map(Scope::new).collect(Collectors.toSet()),
            Optional.empty())
        .text()
        .text();
  }

  FakeResponse send(FakeRequest request) {
    FakeResponse response = new FakeResponse();
    try {
      function.service(request, response);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return response;
  }

  /** Sends the body as the admin. */
  FakeResponse post(String body) {
    return send(FakeRequest.post("/jsonrpc", body).header("X-API-Key", admin));
  }

  FakeResponse call(String key, String method, String params) {
    return send(FakeRequest.post("/jsonrpc", body(method, params)).header("X-API-Key", key));
  }

  FakeResponse call(String method, String params) {
    return call(admin, method, params);
  }

  static String body(String method, String params) {
    return "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"%s\",\"params\":%s}"
        .formatted(method, params);
  }

  /** Submits {@code echo} and returns the job's id. */
  String submitted() {
    return submitted(admin, "{\"command\":\"echo\"}");
  }

  String submitted(String key, String params) {
    return jobId(call(key, "exec", params));
  }

  static String jobId(FakeResponse response) {
    return response.result().getAsJsonObject().get("job_id").getAsString();
  }

  Lease claimed(String jobId) {
    return switch (platform.jobs().claim(new JobId(jobId), Duration.ofMinutes(1))) {
      case Claim.Claimed(var _, Lease lease, var _) -> lease;
      case Claim other -> throw new AssertionError(other);
    };
  }

  void printed(Lease lease, String text) {
    EventDraft event = EventDraft.text(now.get(), EventType.STDOUT, text);
    platform
        .jobs()
        .append(lease, nextSeq(lease), List.of(event), new OutputCounts(text.length(), 0, false));
  }

  void finished(Lease lease, int exitCode, Artifact... artifacts) {
    Outcome outcome =
        new Outcome(
            exitCode == 0 ? JobState.SUCCEEDED : JobState.FAILED,
            OptionalInt.of(exitCode),
            Optional.empty(),
            Optional.empty(),
            OutputCounts.NONE,
            List.of(artifacts));
    if (platform.jobs().finish(lease, nextSeq(lease), List.of(), outcome)
        instanceof Append.Appended appended) {
      platform.feed().publish(lease.jobId(), appended.events());
    }
  }

  private long nextSeq(Lease lease) {
    return platform.jobs().find(lease.jobId()).orElseThrow().nextSeq();
  }

  /** Submits {@code echo} and runs it to its end. */
  String ended(int exitCode, Artifact... artifacts) {
    String jobId = submitted();
    finished(claimed(jobId), exitCode, artifacts);
    return jobId;
  }
}
