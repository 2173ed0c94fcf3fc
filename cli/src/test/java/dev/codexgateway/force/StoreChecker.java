package dev.codexgateway.force;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.codexgateway.core.event.Event;
import dev.codexgateway.core.event.EventType;
import dev.codexgateway.core.job.JobState;
import dev.codexgateway.force.StoreImage.StoredJob;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/**
 * Checks a data directory on which no gateway runs: damage in the file, holes in logs, events after
 * the end, more ends than one, facts of a job that contradict its log, artifacts that are not what
 * the manifest says.
 */
final class StoreChecker {
  private static final char REPLACEMENT = '\uFFFD';

  private final StoreImage image;
  private final List<String> violations = new ArrayList<>();

  private StoreChecker(StoreImage image) {
    this.image = image;
  }

  /**
   * Prints what is wrong; exits with 1 where anything is. {@code --settled}: no job may be open.
   */
  public static void main(String[] args) {
    List<String> options = List.of(args);
    List<String> paths = options.stream().filter(arg -> !arg.equals("--settled")).toList();
    if (paths.size() != 1) {
      System.err.println("usage: StoreChecker [--settled] DATA_DIRECTORY");
      System.exit(2);
    }
    try {
      System.exit(report(Path.of(paths.getFirst()), options.contains("--settled")));
    } catch (AssertionError e) {
      System.err.println(e.getMessage());
      System.exit(2);
    }
  }

  private static int report(Path dataDirectory, boolean settled) {
    StoreImage image = StoreImage.read(dataDirectory);
    List<String> violations = new ArrayList<>(check(image));
    if (settled) {
      violations.addAll(unsettled(image));
    }
    violations.forEach(System.out::println);
    System.out.println(image.jobs().size() + " jobs, " + violations.size() + " violations");
    return violations.isEmpty() ? 0 : 1;
  }

  /** What is wrong, whatever the moment at which the gateway was stopped. */
  static List<String> check(StoreImage image) {
    StoreChecker checker = new StoreChecker(image);
    checker.checkAll();
    return checker.violations;
  }

  /** Jobs that have not ended. */
  static List<String> unsettled(StoreImage image) {
    return image.jobs().values().stream()
        .filter(job -> !job.isTerminal())
        .map(job -> job.id() + ": has not ended: " + job.state())
        .toList();
  }

  private void checkAll() {
    violations.addAll(image.damages());
    if (image.strayEvents() > 0) {
      violations.add(image.strayEvents() + " events of no job");
    }
    for (StoredJob job : image.jobs().values()) {
      try {
        checkFacts(job);
        checkNumbers(job);
        checkLife(job);
        checkOutput(job);
        checkArtifacts(job);
      } catch (RuntimeException e) {
        violation(job, "cannot be understood: " + e);
      }
    }
  }

  private void violation(StoredJob job, String what) {
    violations.add(job.id() + ": " + what);
  }

  private void checkFacts(StoredJob job) {
    boolean running = job.state().equals("running");
    if (JobState.parse(job.state()).isEmpty()) {
      violation(job, "no such state: " + job.state());
    }
    if (job.leaseUntil().isPresent() != running) {
      violation(job, job.state() + (running ? " without" : " with") + " a lease");
    }
    if (job.isFinished() != job.isTerminal()) {
      violation(job, job.state() + (job.isTerminal() ? " without" : " with") + " finished_at");
    }
    if (job.dueAt().isPresent() == job.isTerminal()) {
      violation(job, job.state() + (job.isTerminal() ? " with" : " without") + " due_at");
    }
    if (running && !job.dueAt().equals(job.leaseUntil())) {
      violation(job, "due_at differs from lease_until");
    }
    if (job.attempt() > job.maxAttempts()) {
      violation(job, "attempt " + job.attempt() + " of " + job.maxAttempts());
    }
    if (!job.hasSpec()) {
      violation(job, "has no spec");
    }
  }

  private void checkNumbers(StoredJob job) {
    long expected = 1;
    for (Event event : job.log()) {
      if (event.seq() != expected) {
        violation(job, "event " + event.seq() + " where " + expected + " was to come");
        return;
      }
      expected++;
    }
    if (job.nextSeq() != expected) {
      violation(job, "next_seq is " + job.nextSeq() + ", its log ends before " + expected);
    }
  }

  /** The states that the log tells, one after the other, must be legal and end in the job's. */
  private void checkLife(StoredJob job) {
    Optional<JobState> state = Optional.empty();
    int attempt = 0;
    boolean ended = false;
    for (Event event : job.log()) {
      if (ended) {
        violation(job, "event " + event.seq() + " after the result");
        return;
      }
      if (event.type() == EventType.STATE) {
        JobState next = stateOf(event);
        checkChange(job, event, state, next);
        attempt = checkAttempt(job, event, attempt, next);
        state = Optional.of(next);
      } else if (event.type() == EventType.RESULT) {
        ended = true;
        if (!state.equals(Optional.of(stateOf(event)))) {
          violation(job, "the result says " + stateOf(event) + " after " + state);
        }
      } else if (!state.equals(Optional.of(JobState.RUNNING))) {
        violation(job, "event " + event.seq() + ", " + event.type() + ", while " + state);
      }
    }
    if (!state.map(JobState::wireName).equals(Optional.of(job.state()))) {
      violation(job, "is " + job.state() + ", its log says " + state);
    }
    if (attempt != job.attempt()) {
      violation(job, "is at attempt " + job.attempt() + ", its log at " + attempt);
    }
    if (ended != job.isTerminal()) {
      violation(job, job.state() + (ended ? " with" : " without") + " a result event");
    }
  }

  private void checkChange(StoredJob job, Event event, Optional<JobState> before, JobState next) {
    boolean legal =
        before.map(state -> state.canBecome(next)).orElseGet(() -> next == JobState.QUEUED);
    if (!legal) {
      violation(job, "event " + event.seq() + ": " + before + " became " + next);
    }
  }

  private int checkAttempt(StoredJob job, Event event, int before, JobState next) {
    int attempt = member(event, "attempt").getAsInt();
    if (attempt != (next == JobState.RUNNING ? before + 1 : before)) {
      violation(job, "event " + event.seq() + ": attempt " + attempt + " after " + before);
    }
    return attempt;
  }

  private static JobState stateOf(Event event) {
    return JobState.parse(member(event, "state").getAsString()).orElseThrow();
  }

  private static JsonElement member(Event event, String name) {
    return JsonParser.parseString(event.dataJson()).getAsJsonObject().get(name);
  }

  /** The counts must be those of what the last attempt has in the log. */
  private void checkOutput(StoredJob job) {
    checkCount(job, EventType.STDOUT, job.stdoutBytes());
    checkCount(job, EventType.STDERR, job.stderrBytes());
  }

  private void checkCount(StoredJob job, EventType type, long counted) {
    String text = output(job, type);
    // Bytes that were not UTF-8 are counted as they came, but stand in the log as another sign.
    if (!job.truncated() && text.indexOf(REPLACEMENT) < 0) {
      int stored = text.getBytes(StandardCharsets.UTF_8).length;
      if (stored != counted) {
        violation(job, type + " has " + stored + " bytes in the log, " + counted + " counted");
      }
    }
  }

  /** What the last attempt has printed to that stream, as the log has it. */
  static String output(StoredJob job, EventType type) {
    StringBuilder text = new StringBuilder();
    for (Event event : job.log()) {
      if (event.seq() >= job.attemptFrom() && event.type() == type) {
        text.append(JsonParser.parseString(event.dataJson()).getAsString());
      }
    }
    return text.toString();
  }

  private void checkArtifacts(StoredJob job) {
    int told = 0;
    for (Event event : job.log()) {
      told += event.seq() >= job.attemptFrom() && event.type() == EventType.ARTIFACT ? 1 : 0;
    }
    int named = 0;
    if (job.artifacts().isPresent()) {
      for (JsonElement entry : JsonParser.parseString(job.artifacts().get()).getAsJsonArray()) {
        named++;
        checkArtifact(job, entry.getAsJsonObject());
      }
    }
    if (told != named) {
      violation(job, "its manifest names " + named + " artifacts, its log " + told);
    }
  }

  private void checkArtifact(StoredJob job, JsonObject entry) {
    String name = entry.get("name").getAsString();
    Path file =
        image
            .dataDirectory()
            .resolve("artifacts")
            .resolve(job.id())
            .resolve(Integer.toString(job.attempt()))
            .resolve(name);
    try {
      if (Files.size(file) != entry.get("size").getAsLong()) {
        violation(job, "artifact " + name + " has " + Files.size(file) + " bytes");
      }
      if (!sha256(file).equals(entry.get("sha256").getAsString())) {
        violation(job, "artifact " + name + " has another digest");
      }
    } catch (IOException e) {
      violation(job, "artifact " + name + " cannot be read: " + e);
    }
  }

  private static String sha256(Path file) throws IOException {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      try (InputStream in = new DigestInputStream(Files.newInputStream(file), digest)) {
        in.transferTo(OutputStream.nullOutputStream());
      }
      return HexFormat.of().formatHex(digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
