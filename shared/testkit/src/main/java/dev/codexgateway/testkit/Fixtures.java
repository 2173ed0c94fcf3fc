package dev.codexgateway.testkit;

import dev.codexgateway.core.artifact.Artifact;
import dev.codexgateway.core.event.EventDraft;
import dev.codexgateway.core.event.EventType;
import dev.codexgateway.core.job.JobId;
import dev.codexgateway.core.job.JobSpec;
import dev.codexgateway.core.job.JobState;
import dev.codexgateway.core.job.NewJob;
import dev.codexgateway.core.job.NewJob.Idempotency;
import dev.codexgateway.core.job.Outcome;
import dev.codexgateway.core.job.OutputCounts;
import dev.codexgateway.core.key.ApiKey;
import dev.codexgateway.core.key.Principal;
import dev.codexgateway.core.key.Scope;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/** Values that tests share. */
public final class Fixtures {
  /** With milliseconds and no more, as every store can keep it. */
  public static final Instant NOW = Instant.parse("2026-03-01T12:00:00.123Z");

  public static final String OWNER = "team-red";
  public static final String OTHER_OWNER = "team-blue";
  public static final String SOURCE = "jsonrpc";
  public static final Duration LEASE = Duration.ofSeconds(30);

  public static final JobSpec ECHO =
      new JobSpec(
          "echo",
          List.of("Hello from Codex Gateway"),
          Optional.empty(),
          Map.of(),
          Duration.ofSeconds(300),
          Map.of());

  /** Every member given. */
  public static final JobSpec FULL_SPEC =
      new JobSpec(
          "review",
          List.of("", "--flag", "two words", "\"quoted\"\n"),
          Optional.of("line 1\nline 2"),
          Map.of("LANG", "C.UTF-8", "EMPTY", ""),
          Duration.ofMillis(1500),
          Map.of("repo", "gateway", "pr", "17"));

  public static final Principal PRINCIPAL = new Principal(OWNER, "key000000001", Set.of(Scope.ALL));

  /**
   * What JSON and UTF-8 can trip over: NUL, other controls, quotes, line ends that are none in
   * JSON, a byte order mark, the replacement character, non-characters, two, three and four bytes
   * per character, joined emoji, right-to-left marks, and an escape that must stay text.
   */
  public static final String AWKWARD_TEXT =
      "\u0000\u0001\b\t\n\u000b\f\r\u001b[31m\u007f\u0085\"\\'/</script>&\u00e9\u00df\u0100"
          + "\u2028\u2029\u200f\u202e\ufeff\ufffd\ufffe\uffff\ud7ff\ue000"
          + "\u65e5\u672c\ud83d\ude00\ud83d\udc69\u200d\ud83d\udcbb\udbff\udfff"
          + "e\u0301\\u0000 %00 ${x} ' OR 1=1 --\r\n";

  private Fixtures() {}

  /** A job of {@link #OWNER} that may be attempted once. */
  public static NewJob newJob() {
    return newJob(OWNER, ECHO, 1);
  }

  public static NewJob newJob(int maxAttempts) {
    return newJob(OWNER, ECHO, maxAttempts);
  }

  public static NewJob newJob(String owner, JobSpec spec, int maxAttempts) {
    return new NewJob(
        JobId.next(), owner, spec, SOURCE, maxAttempts, Optional.empty(), NOW, Optional.empty());
  }

  public static NewJob newJob(Idempotency idempotency, Instant createdAt) {
    return new NewJob(
        JobId.next(),
        OWNER,
        ECHO,
        SOURCE,
        1,
        Optional.empty(),
        createdAt,
        Optional.of(idempotency));
  }

  public static JobSpec labelled(Map<String, String> labels) {
    return new JobSpec(
        ECHO.command(), ECHO.args(), ECHO.stdin(), ECHO.env(), ECHO.timeout(), labels);
  }

  public static EventDraft stdout(String text) {
    return EventDraft.text(NOW, EventType.STDOUT, text);
  }

  public static EventDraft stderr(String text) {
    return EventDraft.text(NOW, EventType.STDERR, text);
  }

  public static OutputCounts stdoutBytes(long bytes) {
    return new OutputCounts(bytes, 0, false);
  }

  public static Outcome succeeded() {
    return new Outcome(
        JobState.SUCCEEDED,
        OptionalInt.of(0),
        Optional.empty(),
        Optional.empty(),
        OutputCounts.NONE,
        List.of());
  }

  /** Every member given. */
  public static Outcome fullOutcome(JobState state) {
    return new Outcome(
        state,
        OptionalInt.of(143),
        Optional.of("SIGTERM"),
        Optional.of("reason: " + AWKWARD_TEXT),
        new OutputCounts(5_000_000_000L, 7, true),
        List.of(
            new Artifact("out/report.txt", 12, "ab".repeat(32), "text/plain"),
            new Artifact("empty", 0, "cd".repeat(32), "application/octet-stream")));
  }

  public static ApiKey apiKey(String id, String owner, Instant createdAt) {
    return new ApiKey(
        id,
        owner,
        "label of " + id,
        Set.of(Scope.JOBS_READ, Scope.submit("echo")),
        "0f".repeat(32),
        createdAt,
        Optional.empty(),
        Optional.empty());
  }
}
