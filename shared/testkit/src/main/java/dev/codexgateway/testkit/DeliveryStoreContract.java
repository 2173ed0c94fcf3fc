package dev.codexgateway.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.codexgateway.core.hook.Delivery;
import dev.codexgateway.core.hook.DeliveryId;
import dev.codexgateway.core.hook.DeliveryQuery;
import dev.codexgateway.core.hook.DeliveryStore;
import dev.codexgateway.core.hook.DeliveryStore.Acceptance;
import dev.codexgateway.core.hook.DeliverySummary;
import dev.codexgateway.core.hook.HookRequest;
import dev.codexgateway.core.hook.Verdict;
import dev.codexgateway.core.job.Bell;
import dev.codexgateway.core.job.Job;
import dev.codexgateway.core.job.JobId;
import dev.codexgateway.core.job.JobMachine;
import dev.codexgateway.core.job.JobStore;
import dev.codexgateway.core.job.JobStore.Submission;
import dev.codexgateway.core.job.NewJob;
import dev.codexgateway.core.job.NewJob.Idempotency;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What every {@link DeliveryStore} does. */
public abstract class DeliveryStoreContract {
  private static final String HOOK = "github";
  private static final String OTHER_HOOK = "stripe";
  private static final int ALL = 1_000_000;

  private final SettableClock clock = SettableClock.standing();
  private JobStore jobs;
  private DeliveryStore store;

  /** The inbox and the store that gets its jobs. */
  public record Stores(JobStore jobs, DeliveryStore deliveries) {}

  /** Empty stores that take the time from this clock. Called once per test. */
  protected abstract Stores openStores(InstantSource clock) throws Exception;

  @BeforeEach
  final void openEmptyStores() throws Exception {
    Stores stores = openStores(clock);
    jobs = stores.jobs();
    store = stores.deliveries();
  }

  @Test
  void accept_new_isStoredWithItsJobs() {
    NewJob first = Fixtures.newJob();
    NewJob second = Fixtures.newJob(Fixtures.OTHER_OWNER, Fixtures.FULL_SPEC, 3);
    Delivery delivery = delivery("one");

    Acceptance.Accepted accepted = accepted(delivery, first, second);

    assertEquals(List.of(first.id(), second.id()), accepted.delivery().jobs());
    assertEquals(List.of(created(first), created(second)), accepted.jobs());
    assertEquals(Optional.of(accepted.delivery()), store.find(delivery.id()));
    assertEquals(JobMachine.submit(first).job(), jobs.find(first.id()).orElseThrow());
    assertEquals(JobMachine.submit(second).events(), jobs.events(second.id(), 1, ALL));
    assertEquals(Set.of(first.id(), second.id()), waiting());
  }

  @Test
  void accept_withoutJobs_isStored() {
    Acceptance.Accepted accepted = accepted(delivery("one"));

    assertEquals(List.of(), accepted.delivery().jobs());
    assertEquals(Optional.of(accepted.delivery()), store.find(accepted.delivery().id()));
  }

  @Test
  void accept_sameIdentity_isADuplicateAndWritesNothing() {
    NewJob job = Fixtures.newJob();
    Delivery first = accepted(delivery("one"), job).delivery();
    Delivery second = delivery("one");

    Acceptance answer = store.accept(second, List.of(Fixtures.newJob()));

    assertEquals(new Acceptance.Duplicate(first.id(), List.of(job.id())), answer);
    assertEquals(Optional.empty(), store.find(second.id()));
    assertEquals(Set.of(job.id()), waiting());
  }

  @Test
  void accept_oneIdentityInCommon_isADuplicateThatClaimsNothing() {
    Delivery first = accepted(delivery("id 1", "hash 1")).delivery();

    assertEquals(duplicateOf(first), store.accept(delivery("id 1", "hash 2"), List.of()));
    assertEquals(duplicateOf(first), store.accept(delivery("id 2", "hash 1"), List.of()));
    accepted(delivery("id 2", "hash 2"));
  }

  @Test
  void accept_sameIdentityForAnotherHook_isAccepted() {
    Delivery first = accepted(delivery("one")).delivery();
    Delivery second = accepted(delivery(OTHER_HOOK, List.of("one"))).delivery();

    assertEquals(duplicateOf(first), store.accept(delivery("one"), List.of()));
    assertEquals(
        duplicateOf(second), store.accept(delivery(OTHER_HOOK, List.of("one")), List.of()));
  }

  @Test
  void accept_namesAndIdentitiesThatRunTogether_staySeparate() {
    accepted(delivery("a", List.of("b c")));
    accepted(delivery("a b", List.of("c")));
    accepted(delivery("a/b", List.of("c")));
    accepted(delivery("a", List.of("b/c")));
    accepted(delivery("a", List.of("B/C")));
    accepted(delivery("a", List.of("")));
    accepted(delivery("a", List.of(Fixtures.AWKWARD_TEXT)));
    accepted(delivery("a", List.of("x".repeat(4000))));
    accepted(delivery("a", List.of("x".repeat(4001))));
    assertInstanceOf(
        Acceptance.Duplicate.class,
        store.accept(delivery("a", List.of(Fixtures.AWKWARD_TEXT)), List.of()));
    assertInstanceOf(
        Acceptance.Duplicate.class,
        store.accept(delivery("a", List.of("x".repeat(4000))), List.of()));
  }

  @Test
  void accept_withoutIdentity_isNeverADuplicateOfAnother() {
    accepted(delivery(HOOK, List.of()), Fixtures.newJob());
    accepted(delivery(HOOK, List.of()), Fixtures.newJob());

    assertEquals(2, waiting().size());
  }

  @Test
  void accept_repeated_isADuplicateOfItself() {
    for (Delivery delivery : List.of(delivery("one"), delivery(HOOK, List.of()))) {
      NewJob job = Fixtures.newJob();
      accepted(delivery, job);

      assertEquals(
          new Acceptance.Duplicate(delivery.id(), List.of(job.id())),
          store.accept(delivery, List.of(job)));
    }
    assertEquals(2, waiting().size());
  }

  @Test
  void accept_identityAfterFourDays_isAcceptedAndItsOwn() {
    Delivery first = accepted(delivery("one")).delivery();
    clock.advance(DeliveryStore.REMEMBERED.minusMillis(1));
    assertEquals(duplicateOf(first), store.accept(delivery("one"), List.of()));
    assertEquals(Optional.of(first), store.find(first.id()));

    clock.advance(Duration.ofMillis(1));
    Delivery later = accepted(delivery("one")).delivery();

    assertEquals(duplicateOf(later), store.accept(delivery("one"), List.of()));
  }

  @Test
  void accept_jobsIdempotencyKey_holdsAcrossDeliveriesAndSubmissions() {
    Idempotency key = new Idempotency(HOOK, "order-17", "f1");
    NewJob first = Fixtures.newJob(key, Fixtures.NOW);
    Job existing = assertInstanceOf(Submission.Created.class, jobs.submit(first)).job();
    NewJob same = Fixtures.newJob(key, Fixtures.NOW);
    NewJob other = Fixtures.newJob(new Idempotency(HOOK, "order-17", "f2"), Fixtures.NOW);
    NewJob free = Fixtures.newJob();

    Acceptance.Accepted accepted = accepted(delivery("one"), same, other, free);

    assertEquals(
        List.of(
            new Submission.Existing(existing), new Submission.Conflict(first.id()), created(free)),
        accepted.jobs());
    assertEquals(List.of(first.id(), free.id()), accepted.delivery().jobs());
    assertEquals(Set.of(first.id(), free.id()), waiting());
  }

  @Test
  void accept_fiftyAtOnceWithOneIdentity_makeOneJobEach() {
    for (int round = 0; round < 10; round++) {
      String identity = "round " + round;
      List<Acceptance> answers =
          Concurrently.call(
              50,
              i ->
                  store.accept(
                      delivery(identity, identity + ", body " + i), List.of(Fixtures.newJob())));

      Acceptance.Accepted winner =
          answers.stream()
              .flatMap(
                  answer ->
                      answer instanceof Acceptance.Accepted accepted
                          ? Stream.of(accepted)
                          : Stream.empty())
              .reduce((_, _) -> fail("accepted twice"))
              .orElseThrow();
      assertEquals(49, answers.stream().filter(duplicateOf(winner.delivery())::equals).count());
      assertEquals(Set.copyOf(winner.delivery().jobs()), waiting());
      winner.delivery().jobs().forEach(jobs::cancel);
    }
    assertEquals(10, allPages(Optional.of(HOOK), Optional.empty(), 100).size());
  }

  @Test
  void accept_hooksThatCross_allEndAndOneOfEachIsAccepted() {
    List<Acceptance> answers =
        Concurrently.call(
            60,
            i ->
                store.accept(
                    delivery(i % 2 == 0 ? List.of("a", "b") : List.of("b", "a")), List.of()));

    assertEquals(1, answers.stream().filter(Acceptance.Accepted.class::isInstance).count());
  }

  @Test
  void find_everyMemberGiven_isAsItWas() {
    HookRequest request =
        new HookRequest(
            "POST",
            Map.of(
                "content-type",
                List.of("application/json; charset=utf-8"),
                "x-twice",
                List.of("1", "", "2"),
                "x-awkward",
                List.of(Fixtures.AWKWARD_TEXT)),
            Map.of("", List.of(""), Fixtures.AWKWARD_TEXT, List.of("a", Fixtures.AWKWARD_TEXT)),
            Fixtures.AWKWARD_TEXT.getBytes(StandardCharsets.UTF_8),
            Optional.of("2001:db8::1"));
    Delivery delivery =
        new Delivery(
            DeliveryId.next(),
            HOOK,
            Fixtures.NOW,
            request,
            Verdict.ACCEPTED,
            "reason: " + Fixtures.AWKWARD_TEXT,
            List.of("b", "a", Fixtures.AWKWARD_TEXT),
            List.of());

    accepted(delivery);

    assertEquals(Optional.of(delivery), store.find(delivery.id()));
    assertEquals(
        List.of(delivery.summary()), store.list(query(Optional.empty(), Optional.empty(), 10)));
  }

  @Test
  void find_bodyOfTenMebibytes_isByteForByteAsItWas() {
    byte[] body = new byte[DeliveryStore.MAX_BODY_BYTES];
    new Random(1).nextBytes(body);
    Delivery delivery = delivery(HOOK, Verdict.ACCEPTED, List.of("big"), body);

    accepted(delivery, Fixtures.newJob());

    assertEquals(body.length, store.list(query(1)).getFirst().bodyBytes());
    Delivery found = store.find(delivery.id()).orElseThrow();
    assertEquals(delivery.request(), found.request());
  }

  @Test
  void find_emptyBody_isEmpty() {
    Delivery delivery = delivery(HOOK, Verdict.UNWANTED, List.of(), new byte[0]);
    store.record(delivery);

    assertEquals(Optional.of(delivery), store.find(delivery.id()));
  }

  @Test
  void find_unknown_isEmpty() {
    assertEquals(Optional.empty(), store.find(DeliveryId.next()));
  }

  @ParameterizedTest
  @EnumSource(names = "ACCEPTED", mode = EnumSource.Mode.EXCLUDE)
  void record_isFoundAndClaimsNoIdentity(Verdict verdict) {
    Delivery delivery = delivery(HOOK, verdict, List.of("one"), bytes("{}"));
    store.record(delivery);

    assertEquals(Optional.of(delivery), store.find(delivery.id()));
    accepted(delivery("one"));
  }

  @Test
  void record_repeated_changesNothing() {
    Delivery delivery = delivery(HOOK, Verdict.UNWANTED, List.of(), bytes("{}"));
    store.record(delivery);
    store.record(delivery);

    assertEquals(List.of(delivery.summary()), store.list(query(10)));
  }

  @Test
  void acceptAndRecord_wrongVerdict_areRefused() {
    Delivery unwanted = delivery(HOOK, Verdict.UNWANTED, List.of(), bytes("{}"));
    assertThrows(IllegalArgumentException.class, () -> store.accept(unwanted, List.of()));
    assertThrows(IllegalArgumentException.class, () -> store.record(delivery("one")));
  }

  @Test
  void list_hundredsOfOneMillisecond_pagesHoldEachOnceNewestFirst() {
    List<DeliveryId> ids = new ArrayList<>();
    for (int i = 0; i < 250; i++) {
      ids.add(accepted(delivery("delivery " + i)).delivery().id());
    }
    List<DeliveryId> newestFirst = ids.stream().sorted(Comparator.reverseOrder()).toList();

    for (int limit : new int[] {7, 100}) {
      assertEquals(newestFirst, allPages(Optional.empty(), Optional.empty(), limit));
    }
  }

  @Test
  void list_byHookAndVerdict_holdsExactlyThose() {
    Map<String, List<DeliveryId>> expected =
        Stream.of(
                HOOK,
                OTHER_HOOK,
                "unwanted",
                "rejected",
                HOOK + " unwanted",
                OTHER_HOOK + " unwanted",
                HOOK + " rejected")
            .collect(Collectors.toMap(name -> name, _ -> new ArrayList<>()));
    for (int i = 0; i < 60; i++) {
      String hook = i % 3 == 0 ? OTHER_HOOK : HOOK;
      Verdict verdict = i % 4 == 0 ? Verdict.REJECTED : Verdict.UNWANTED;
      Delivery delivery = delivery(hook, verdict, List.of(), bytes("{}"));
      store.record(delivery);
      for (String name : List.of(hook, verdict.wireName(), hook + " " + verdict.wireName())) {
        expected.computeIfAbsent(name, _ -> new ArrayList<>()).addFirst(delivery.id());
      }
    }

    Optional<String> any = Optional.empty();
    assertEquals(expected.get(HOOK), allPages(Optional.of(HOOK), Optional.empty(), 7));
    assertEquals(expected.get("unwanted"), allPages(any, Optional.of(Verdict.UNWANTED), 7));
    assertEquals(
        expected.get(HOOK + " rejected"),
        allPages(Optional.of(HOOK), Optional.of(Verdict.REJECTED), 3));
    assertEquals(
        expected.get(OTHER_HOOK + " unwanted"),
        allPages(Optional.of(OTHER_HOOK), Optional.of(Verdict.UNWANTED), 100));
    assertEquals(List.of(), allPages(any, Optional.of(Verdict.ACCEPTED), 7));
    assertEquals(List.of(), allPages(Optional.of("git"), Optional.empty(), 7));
  }

  private Delivery delivery(String... identities) {
    return delivery(HOOK, List.of(identities));
  }

  private Delivery delivery(List<String> identities) {
    return delivery(HOOK, identities);
  }

  private Delivery delivery(String hook, List<String> identities) {
    return delivery(hook, Verdict.ACCEPTED, identities, bytes("{\"action\":\"opened\"}"));
  }

  /** Received now. */
  private Delivery delivery(String hook, Verdict verdict, List<String> identities, byte[] body) {
    HookRequest request =
        new HookRequest(
            "POST",
            Map.of("content-type", List.of("application/json")),
            Map.of(),
            body,
            Optional.empty());
    return new Delivery(
        DeliveryId.next(),
        hook,
        clock.instant(),
        request,
        verdict,
        "as the test wants it",
        identities,
        List.of());
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private Acceptance.Accepted accepted(Delivery delivery, NewJob... newJobs) {
    return assertInstanceOf(Acceptance.Accepted.class, store.accept(delivery, List.of(newJobs)));
  }

  private static Acceptance.Duplicate duplicateOf(Delivery delivery) {
    return new Acceptance.Duplicate(delivery.id(), delivery.jobs());
  }

  private static Submission.Created created(NewJob job) {
    return new Submission.Created(JobMachine.submit(job).job(), JobMachine.submit(job).events());
  }

  /** The jobs that wait for a worker. */
  private Set<JobId> waiting() {
    return jobs.due(clock.instant().plusSeconds(1), ALL).stream()
        .map(Bell::id)
        .collect(Collectors.toSet());
  }

  private static Acceptance.Accepted fail(String what) {
    throw new AssertionError(what);
  }

  private List<DeliveryId> allPages(Optional<String> hook, Optional<Verdict> verdict, int limit) {
    List<DeliveryId> ids = new ArrayList<>();
    List<DeliverySummary> page = store.list(query(hook, verdict, limit));
    while (!page.isEmpty()) {
      assertTrue(page.size() <= limit);
      page.forEach(delivery -> ids.add(delivery.id()));
      page = store.list(new DeliveryQuery(hook, verdict, Optional.of(ids.getLast()), limit));
    }
    return ids;
  }

  private static DeliveryQuery query(int limit) {
    return query(Optional.empty(), Optional.empty(), limit);
  }

  private static DeliveryQuery query(Optional<String> hook, Optional<Verdict> verdict, int limit) {
    return new DeliveryQuery(hook, verdict, Optional.empty(), limit);
  }
}
