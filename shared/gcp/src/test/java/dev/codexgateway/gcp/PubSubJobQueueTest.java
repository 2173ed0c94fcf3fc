package dev.codexgateway.gcp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.pubsub.v1.PubsubMessage;
import dev.codexgateway.core.job.Bell;
import dev.codexgateway.core.job.JobId;
import dev.codexgateway.core.job.JobQueue;
import dev.codexgateway.emulators.PubSubEmulator;
import dev.codexgateway.emulators.junit.SharedEmulators;
import dev.codexgateway.testkit.Concurrently;
import dev.codexgateway.testkit.JobQueueContract;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class PubSubJobQueueTest {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final Duration SHORT = Duration.ofSeconds(540);
  private static final Duration LONG = Duration.ofSeconds(541);

  private final Project project = Project.withTopics();

  @AfterEach
  void close() {
    project.close();
  }

  private PubSubJobQueue queue() {
    return new PubSubJobQueue(
        project.publishing(Project.TOPIC), Optional.of(project.publishing(Project.LONG_TOPIC)));
  }

  @Nested
  class Contract extends JobQueueContract {
    private final Queue<JobId> heard = new ArrayDeque<>();

    @Override
    protected JobQueue openQueue() {
      project.subscribe(Project.TOPIC, "worker");
      return queue();
    }

    @Override
    protected Optional<JobId> hear(Duration patience) {
      if (heard.isEmpty()) {
        project.pull("worker", patience).stream()
            .map(message -> new JobId(message.getData().toStringUtf8()))
            .forEach(heard::add);
      }
      return Optional.ofNullable(heard.poll());
    }
  }

  @Test
  void ring_isTheIdAsDataAndAttribute() {
    project.subscribe(Project.TOPIC, "worker");
    JobId id = JobId.next();

    queue().ring(new Bell(id, SHORT));

    PubsubMessage message = project.pull("worker", PATIENCE).getFirst();
    assertEquals(id.value(), message.getData().toStringUtf8());
    assertEquals(Map.of("job_id", id.value()), message.getAttributesMap());
    assertEquals("", message.getOrderingKey());
  }

  @Test
  void ring_longerThanAPushMayTake_goesToTheLongTopic() {
    project.subscribe(Project.TOPIC, "worker");
    project.subscribe(Project.LONG_TOPIC, "long-worker");
    Bell shortBell = new Bell(JobId.next(), SHORT);
    Bell longBell = new Bell(JobId.next(), LONG);

    queue().ring(longBell);
    queue().ring(shortBell);

    assertEquals(List.of(longBell.id().value()), texts("long-worker"));
    assertEquals(List.of(shortBell.id().value()), texts("worker"));
  }

  @Test
  void ring_longWithoutALongTopic_goesWithTheOthers() {
    project.subscribe(Project.TOPIC, "worker");
    Bell bell = new Bell(JobId.next(), LONG);

    new PubSubJobQueue(project.publishing(Project.TOPIC), Optional.empty()).ring(bell);

    assertEquals(List.of(bell.id().value()), texts("worker"));
  }

  private List<String> texts(String subscription) {
    return project.pull(subscription, PATIENCE).stream()
        .map(message -> message.getData().toStringUtf8())
        .toList();
  }

  @Test
  void ring_topicMissing_isNotThrown() {
    new PubSubJobQueue(project.publishing("no-such-topic"), Optional.empty())
        .ring(new Bell(JobId.next(), SHORT));
  }

  @Test
  void ring_serviceAway_returnsSoonAndWorksAgain() {
    try (PubSubEmulator emulator = SharedEmulators.assumeOrFail(PubSubEmulator::start);
        Project own = new Project().with("PUBSUB_EMULATOR_HOST", emulator.host())) {
      own.createTopic(Project.TOPIC);
      own.subscribe(Project.TOPIC, "worker");
      GcpClients hasty = own.clients(Deadlines.STANDARD);
      Publishing topic =
          new Publishing(
              hasty::topics, Deadlines.STANDARD, own.id(), Project.TOPIC, "GATEWAY_JOBS_TOPIC");
      PubSubJobQueue queue = new PubSubJobQueue(topic, Optional.empty());
      emulator.pause();
      long begin = System.nanoTime();

      queue.ring(new Bell(JobId.next(), SHORT));

      assertTrue(System.nanoTime() - begin < PATIENCE.toNanos());
      emulator.resume();
      Bell bell = new Bell(JobId.next(), SHORT);
      Concurrently.await(
          "the bell",
          () -> {
            queue.ring(bell);
            return own.pull("worker", Duration.ofSeconds(1)).stream()
                .anyMatch(message -> message.getData().toStringUtf8().equals(bell.id().value()));
          });
      hasty.close();
    }
  }
}
