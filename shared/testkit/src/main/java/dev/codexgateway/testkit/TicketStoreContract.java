package dev.codexgateway.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.codexgateway.core.job.JobId;
import dev.codexgateway.core.key.Ticket;
import dev.codexgateway.core.key.TicketStore;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What every {@link TicketStore} does. */
public abstract class TicketStoreContract {
  private static final Duration LIFE = Duration.ofSeconds(60);
  private static final JobId FIRST_JOB = JobId.next();
  private static final JobId SECOND_JOB = JobId.next();
  private static final Ticket TICKET =
      new Ticket(
          Fixtures.PRINCIPAL,
          Set.of(FIRST_JOB, SECOND_JOB),
          Optional.of("https://example.org"),
          Fixtures.NOW.plus(LIFE));

  private final SettableClock clock = SettableClock.standing();
  private TicketStore store;

  /** An empty store. Called once per test. */
  protected abstract TicketStore openStore(InstantSource clock) throws Exception;

  @BeforeEach
  final void openEmptyStore() throws Exception {
    store = openStore(clock);
  }

  @Test
  void redeem_once_givesTheTicket() {
    String value = store.issue(TICKET);

    assertEquals(Optional.of(TICKET), store.redeem(value));
    assertEquals(Optional.empty(), store.redeem(value));
  }

  @Test
  void redeem_atItsEnd_isEmpty() {
    String early = store.issue(TICKET);
    String late = store.issue(TICKET);
    clock.advance(LIFE.minusMillis(1));
    assertEquals(Optional.of(TICKET), store.redeem(early));

    clock.advance(Duration.ofMillis(1));
    assertEquals(Optional.empty(), store.redeem(late));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "x", "ticket", "\u0000", "../..", "日本"})
  void redeem_neverIssued_isEmpty(String value) {
    assertEquals(Optional.empty(), store.redeem(value));
  }

  @Test
  void redeem_twentyAtOnce_oneGetsIt() {
    for (int round = 0; round < 20; round++) {
      String value = store.issue(TICKET);

      List<Optional<Ticket>> answers = Concurrently.call(20, _ -> store.redeem(value));

      assertEquals(1, answers.stream().filter(Optional::isPresent).count());
    }
  }

  @Test
  void issue_valuesAreUnlikeAndFitAUrlAndASubprotocol() {
    Set<String> values = new HashSet<>();
    for (int i = 0; i < 1000; i++) {
      String value = store.issue(TICKET);
      assertTrue(value.matches("[A-Za-z0-9_-]{22,128}"), value);
      values.add(value);
    }
    assertEquals(1000, values.size());
  }
}
