package dev.codexgateway.functions.worker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.codexgateway.core.artifact.ArtifactStore;
import dev.codexgateway.core.command.CommandCatalog;
import dev.codexgateway.core.command.CommandDefinition;
import dev.codexgateway.core.command.SlotType;
import dev.codexgateway.core.command.Word;
import dev.codexgateway.core.event.Event;
import dev.codexgateway.core.event.EventType;
import dev.codexgateway.core.job.Job;
import dev.codexgateway.core.job.JobId;
import dev.codexgateway.core.job.JobSpec;
import dev.codexgateway.core.job.JobStore.Submission;
import dev.codexgateway.core.job.NewJob;
import dev.codexgateway.core.json.JsonProblem;
import dev.codexgateway.core.json.StrictJson;
import dev.codexgateway.functions.worker.process.ProcessRunner;
import dev.codexgateway.testkit.Concurrently;
import dev.codexgateway.testkit.Fixtures;
import dev.codexgateway.testkit.SettableClock;
import dev.codexgateway.testkit.memory.MemoryPlatform;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/** A worker on ports in memory that runs real processes. */
final class Bench implements AutoCloseable {
  static final String COMMAND = "it";
  private static final int ALL = 1_000_000;

  final SettableClock clock = SettableClock.standing();
  final MemoryPlatform memory = new MemoryPlatform(clock);
  final StoreProbe jobs = new StoreProbe(memory.jobs());
  final Path work;
  final Worker worker;

  private final Map<JobId, List<Event>> published = new ConcurrentHashMap<>();

  Bench(Path work, CommandDefinition command) {
    this(work, command, Optional.empty());
  }

  Bench(Path work, CommandDefinition command, Optional<ArtifactStore> artifacts) {
    this(WorkerSettings.oneMachine(work), command, artifacts);
  }

  Bench(WorkerSettings settings, CommandDefinition command) {
    this(settings, command, Optional.empty());
  }

  private Bench(
      WorkerSettings settings, CommandDefinition command, Optional<ArtifactStore> artifacts) {
    this.work = settings.workDirectory();
    this.worker =
        new Worker(
            new ProbedPlatform(memory, jobs, artifacts.orElse(memory.artifacts())),
            new CommandCatalog(List.of(command)),
            new ProcessRunner(memory.instanceId()),
            settings);
  }

  /** A second worker on the same ports, as another instance has it. */
  Worker another(Path directory, CommandDefinition command) {
    return new Worker(
        new ProbedPlatform(memory, jobs, memory.artifacts()),
        new CommandCatalog(List.of(command)),
        new ProcessRunner("another"),
        WorkerSettings.oneMachine(directory));
  }

  /** A shell script; the caller's arguments are its {@code $1}, {@code $2}, … */
  static CommandDefinition shell(String script, String... artifacts) {
    return command(
        "/bin/sh",
        List.of(new Word.Fixed("-c"), new Word.Fixed(script), new Word.Fixed("sh"), anyText()),
        Long.MAX_VALUE,
        artifacts);
  }

  static CommandDefinition command(
      String executable, List<Word> words, long outputLimitBytes, String... artifacts) {
    return new CommandDefinition(
        COMMAND,
        "for a test",
        Path.of(executable),
        words,
        Map.of("PATH", "/usr/bin:/bin"),
        Map.of("GIVEN", Pattern.compile(".*")),
        Duration.ofHours(1),
        outputLimitBytes,
        2,
        List.of(artifacts));
  }

  static Word anyText() {
    return new Word.Rest(new SlotType.Text(Pattern.compile("(?s).*"), 1000), 100, true);
  }

  static JobSpec spec(String... args) {
    return new JobSpec(
        COMMAND, List.of(args), Optional.empty(), Map.of(), Duration.ofMinutes(5), Map.of());
  }

  JobId submit(JobSpec spec, int maxAttempts) {
    NewJob job = Fixtures.newJob(Fixtures.OWNER, spec, maxAttempts);
    List<Event> heard = new CopyOnWriteArrayList<>();
    published.put(job.id(), heard);
    memory.feed().subscribe(job.id(), (_, events) -> heard.addAll(events));
    assertInstanceOf(Submission.Created.class, memory.jobs().submit(job));
    return job.id();
  }

  /** Submits and runs to the end, and checks what holds for every job that ended. */
  Job run(String... args) throws IOException {
    return run(spec(args));
  }

  Job run(JobSpec spec) throws IOException {
    JobId id = submit(spec, 1);
    assertEquals(Worker.Answer.DONE, worker.handle(id));
    assertEnded(id);
    return job(id);
  }

  /** The same on a thread of its own, once the process has printed something. */
  CompletableFuture<Worker.Answer> begin(JobId id) {
    Executor thread = task -> Thread.ofPlatform().name("bench").start(task);
    CompletableFuture<Worker.Answer> end =
        CompletableFuture.supplyAsync(() -> worker.handle(id), thread);
    Concurrently.await("output", () -> end.isDone() || !text(id, EventType.STDOUT).isEmpty());
    return end;
  }

  void assertEnded(JobId id) throws IOException {
    List<Event> log = log(id);
    assertTrue(job(id).isTerminal());
    assertEquals(EventType.RESULT, log.getLast().type());
    assertEquals(1, log.stream().filter(event -> event.type() == EventType.RESULT).count());
    assertEquals(
        LongStream.rangeClosed(1, log.size()).boxed().toList(),
        log.stream().map(Event::seq).toList());
    // The first one, of the submission, is published by who submits.
    assertEquals(log.subList(1, log.size()), published.get(id));
    assertNothingIsLeft();
  }

  void assertNothingIsLeft() throws IOException {
    if (Files.exists(work)) {
      try (Stream<Path> left = Files.list(work)) {
        assertEquals(List.of(), left.toList());
      }
    }
    assertEquals(0, worker.runningCount());
  }

  Job job(JobId id) {
    return memory.jobs().find(id).orElseThrow();
  }

  List<Event> log(JobId id) {
    return memory.jobs().events(id, 1, ALL);
  }

  String stdout(Job job) {
    return text(job.id(), EventType.STDOUT);
  }

  String text(JobId id, EventType type) {
    return log(id).stream()
        .filter(event -> event.type() == type)
        .map(event -> parsed(event.dataJson()))
        .collect(Collectors.joining());
  }

  private static String parsed(String json) {
    try {
      return StrictJson.parse(json).getAsString();
    } catch (JsonProblem e) {
      throw new AssertionError(e);
    }
  }

  @Override
  public void close() {
    worker.stop(Duration.ofSeconds(20));
    worker.close();
  }
}
