package dev.codexgateway.gcp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.codexgateway.core.event.Event;
import dev.codexgateway.core.event.EventFeed;
import dev.codexgateway.core.event.EventType;
import dev.codexgateway.core.job.Bell;
import dev.codexgateway.core.job.JobId;
import dev.codexgateway.core.job.JobStore;
import dev.codexgateway.core.job.NewJob;
import dev.codexgateway.core.job.StoreUnavailableException;
import dev.codexgateway.core.platform.Component;
import dev.codexgateway.core.platform.Platform;
import dev.codexgateway.core.platform.PlatformProvider;
import dev.codexgateway.core.platform.Readiness;
import dev.codexgateway.emulators.FirestoreEmulator;
import dev.codexgateway.emulators.SecretManagerFake;
import dev.codexgateway.emulators.StorageFake;
import dev.codexgateway.emulators.junit.SharedEmulators;
import dev.codexgateway.testkit.Concurrently;
import dev.codexgateway.testkit.Fixtures;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole platform on emulators and stand-ins, and what bad input gets. */
class GcpPlatformTest {
  private static final String KEY = "0123456789abcdef".repeat(2);

  private final StorageFake storage = StorageFake.start().createBucket("artifacts");
  private final SecretManagerFake secrets = SecretManagerFake.start();
  private final Project project =
      Project.withTopics()
          .with("FIRESTORE_EMULATOR_HOST", SharedEmulators.firestore().host())
          .with("STORAGE_EMULATOR_HOST", storage.url().toString())
          .with("SECRET_MANAGER_EMULATOR_HOST", secrets.host())
          .with("GATEWAY_BUCKET", "artifacts");
  private final List<Platform> open = new ArrayList<>();

  @AfterEach
  void close() {
    open.forEach(Platform::close);
    project.close();
    secrets.close();
    storage.close();
  }

  private Platform platform() {
    return platform(CallObserver.NONE);
  }

  private Platform platform(CallObserver observer) {
    Platform platform = new GcpPlatformProvider().open(project.env(), observer);
    open.add(platform);
    return platform;
  }

  private void setSecrets() {
    secrets.set(project.id(), "gateway-api-key", KEY);
    secrets.set(project.id(), "gateway-key-pepper", "p".repeat(32));
  }

  /** Sees all methods, of which the tests count some. */
  private static final class Recorder implements CallObserver {
    private final Queue<String> sent = new ConcurrentLinkedQueue<>();
    private final Queue<String> received = new ConcurrentLinkedQueue<>();

    @Override
    public void sent(String method, Object message) {
      sent.add(method);
    }

    @Override
    public void received(String method, Object message) {
      received.add(method);
    }

    long count(String end) {
      return sent.stream().filter(method -> method.endsWith(end)).count();
    }

    void clear() {
      sent.clear();
      received.clear();
    }
  }

  @Test
  void load_findsIt() {
    try (Platform loaded = PlatformProvider.load(project.env())) {
      assertInstanceOf(GcpPlatform.class, loaded);
    }
  }

  @Test
  void components_allThere_areReady() {
    List<Component> components = platform().components();

    assertEquals(
        Map.of("store", "up", "queue", "up", "artifacts", "up"), Readiness.of(components).states());
  }

  @Test
  void components_wrongBucketAndTopic_areDown() {
    project.with("GATEWAY_BUCKET", "other").with("GATEWAY_JOBS_TOPIC", "other");

    assertEquals(
        Map.of("store", "up", "queue", "down", "artifacts", "down"),
        Readiness.of(platform().components()).states());
  }

  @Test
  void components_withoutABucket_doNotSpeakOfArtifacts() {
    project.env().remove("GATEWAY_BUCKET");

    assertEquals(
        List.of("store", "queue"), platform().components().stream().map(Component::name).toList());
  }

  @Test
  void artifacts_withoutABucket_namesTheSetting() {
    project.env().remove("GATEWAY_BUCKET");
    Platform platform = platform();

    assertEquals(
        "GATEWAY_BUCKET is not set: the bucket for the files that jobs leave",
        assertThrows(IllegalStateException.class, platform::artifacts).getMessage());
  }

  @Test
  void open_withoutABucket_asksNeitherStorageNorSecrets() {
    project.env().remove("GATEWAY_BUCKET");

    platform();

    assertEquals(0, storage.requests());
    assertEquals(0, secrets.accesses());
  }

  @Test
  void observer_seesEachCallOfEachClient() {
    Recorder calls = new Recorder();
    setSecrets();
    Platform platform = platform(calls);
    platform.keyring();
    calls.clear();

    platform.queue().ring(new Bell(JobId.next(), Fixtures.ECHO.timeout()));
    platform.jobs().find(JobId.next());
    platform.secrets().find("another");
    platform.components().forEach(Component::isReady);

    assertEquals(1, calls.count("google.pubsub.v1.Publisher/Publish"));
    assertEquals(2, calls.count("google.firestore.v1.Firestore/BatchGetDocuments"));
    assertEquals(
        1, calls.count("google.cloud.secretmanager.v1.SecretManagerService/AccessSecretVersion"));
    assertEquals(
        1,
        calls.sent.stream().filter(method -> method.startsWith("GET ")).count(),
        calls.sent::toString);
    assertTrue(calls.received.contains("google.pubsub.v1.Publisher/Publish"));
  }

  @Test
  void keyring_secretsThere_knowsTheAdminWithoutAWrite() {
    setSecrets();
    Recorder calls = new Recorder();

    Platform platform = platform(calls);

    assertTrue(platform.keyring().identify(KEY).isPresent());
    assertFalse(platform.keyring().identify("x" + KEY).isPresent());
    assertEquals(0, calls.count("Firestore/Commit") + calls.count("Firestore/Write"));
  }

  @Test
  void keyring_noSecret_namesItAndTheSetting() {
    secrets.set(project.id(), "gateway-key-pepper", "p".repeat(32));

    assertEquals(
        "secret gateway-api-key of project "
            + project.id()
            + " does not exist or has no enabled version; check GATEWAY_API_KEY_SECRET",
        keyringRefusal());
  }

  @Test
  void keyring_noPepper_namesItAndTheSetting() {
    secrets.set(project.id(), "gateway-api-key", KEY);

    assertEquals(
        "secret gateway-key-pepper of project "
            + project.id()
            + " does not exist or has no enabled version; check GATEWAY_PEPPER_SECRET",
        keyringRefusal());
  }

  @Test
  void keyring_secretsTooShort_saysWhichAndHowLong() {
    secrets.set(project.id(), "gateway-key-pepper", "p".repeat(31));
    assertEquals("secret gateway-key-pepper must have at least 32 bytes", keyringRefusal());

    secrets.set(project.id(), "gateway-key-pepper", "p".repeat(32));
    secrets.set(project.id(), "gateway-api-key", "s3cr3t");
    assertEquals(
        "secret gateway-api-key must have at least 32 characters, printable ASCII without spaces"
            + " or line ends",
        keyringRefusal());
  }

  @Test
  void keyring_denied_namesTheRole() {
    setSecrets();
    secrets.deny(project.id(), "gateway-key-pepper", true);

    assertEquals(
        "secret gateway-key-pepper of project "
            + project.id()
            + ": permission denied; the service account needs"
            + " roles/secretmanager.secretAccessor on it",
        keyringRefusal());
  }

  private String keyringRefusal() {
    Platform platform = platform();
    return String.valueOf(
        assertThrows(IllegalStateException.class, platform::keyring).getMessage());
  }

  @Test
  void open_noProject_namesTheSetting() {
    assertThrows(IllegalStateException.class, () -> new GcpPlatformProvider().open(Map.of()));
  }

  @Test
  void open_credentialsFileMissing_namesTheSetting(@TempDir Path directory) {
    Path missing = directory.resolve("key.json");
    Map<String, String> env =
        Map.of(
            "GATEWAY_PROJECT", "my-project", "GOOGLE_APPLICATION_CREDENTIALS", missing.toString());

    IllegalStateException refused =
        assertThrows(IllegalStateException.class, () -> new GcpPlatformProvider().open(env));

    assertTrue(
        String.valueOf(refused.getMessage())
            .startsWith("GOOGLE_APPLICATION_CREDENTIALS: cannot use " + missing),
        refused.getMessage());
  }

  @Test
  void store_away_isUnavailableAndNotReady() {
    try (FirestoreEmulator own = SharedEmulators.assumeOrFail(FirestoreEmulator::start)) {
      project.with("FIRESTORE_EMULATOR_HOST", own.host());
      Platform platform = platform();
      JobStore jobs = platform.jobs();
      own.pause();

      assertThrows(StoreUnavailableException.class, () -> jobs.submit(Fixtures.newJob()));
      assertEquals("down", Readiness.of(platform.components()).states().get("store"));
      own.resume();
      Concurrently.await(
          "the store",
          () -> "up".equals(Readiness.of(platform.components()).states().get("store")));
    }
  }

  /** Of this moment: one of the past would have outlived its retention. */
  private static NewJob newJob() {
    return new NewJob(
        JobId.next(),
        Fixtures.OWNER,
        Fixtures.ECHO,
        Fixtures.SOURCE,
        1,
        Optional.empty(),
        Instant.now(),
        Optional.empty());
  }

  @Test
  void feed_jobEnds_tellsTheResult() {
    Platform platform = platform();
    NewJob job = newJob();
    Queue<Event> heard = new ConcurrentLinkedQueue<>();
    try (EventFeed.Subscription _ =
        platform.feed().subscribe(job.id(), (_, events) -> heard.addAll(events))) {
      platform.jobs().submit(job);
      platform.jobs().cancel(job.id());

      Concurrently.await("the result", () -> !heard.isEmpty());
    }
    assertEquals(List.of(EventType.RESULT), heard.stream().map(Event::type).toList());
  }

  @Test
  void feed_jobEndedBefore_tellsTheResultAndABadListenerHurtsNobody() {
    Platform platform = platform();
    NewJob job = newJob();
    platform.jobs().submit(job);
    platform.jobs().cancel(job.id());
    Queue<Event> heard = new ConcurrentLinkedQueue<>();
    EventFeed.Subscription bad =
        platform
            .feed()
            .subscribe(
                job.id(),
                (_, _) -> {
                  throw new IllegalStateException("a listener's own trouble");
                });
    EventFeed.Subscription good =
        platform.feed().subscribe(job.id(), (_, events) -> heard.addAll(events));

    Concurrently.await("the result", () -> !heard.isEmpty());

    bad.close();
    good.close();
    good.close();
  }

  @Test
  void feed_publish_reachesTheRelay() {
    JobId job = JobId.next();
    Event event = new Event(1, Fixtures.NOW, EventType.STDOUT, "\"x\"");
    Queue<Event> heard = new ConcurrentLinkedQueue<>();
    try (EventFeed.Subscription _ =
        platform().relayFeed().subscribe(job, (_, events) -> heard.addAll(events))) {
      platform().feed().publish(job, List.of(event));

      Concurrently.await("the event", () -> heard.contains(event));
    }
  }

  @Test
  void instanceId_namesHostAndWorkDirectory() {
    project.with("GATEWAY_WORK_DIRECTORY", "/var/a");
    String first = platform().instanceId();

    assertEquals(first, platform().instanceId());
    project.with("GATEWAY_WORK_DIRECTORY", "/var/b/../a");
    assertEquals(first, platform().instanceId());
    project.with("GATEWAY_WORK_DIRECTORY", "/var/b");
    assertNotEquals(first, platform().instanceId());
  }
}
