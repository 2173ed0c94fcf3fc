package dev.codexgateway.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.codexgateway.core.event.Event;
import dev.codexgateway.core.event.EventDraft;
import dev.codexgateway.core.event.EventType;
import dev.codexgateway.core.job.JobId;
import dev.codexgateway.core.job.JobStore.Append;
import dev.codexgateway.core.job.Lease;
import dev.codexgateway.core.job.OutputCounts;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** The numbered log. */
interface LogRules extends JobSteps {
  @Test
  default void append_numbersOnFromTheLast() {
    Lease lease = running();
    OutputCounts counts = new OutputCounts(3, 4, true);

    Append.Appended first =
        assertInstanceOf(
            Append.Appended.class,
            append(lease, List.of(Fixtures.stdout("one"), Fixtures.stderr("two")), counts));

    assertEquals(List.of(3L, 4L), first.events().stream().map(Event::seq).toList());
    assertEquals(counts, first.job().output());
    assertEquals(first.job(), found(lease.jobId()));
    assertEquals(first.events(), store().events(lease.jobId(), 3, ALL));
  }

  @Test
  default void append_nothing_onlyCounts() {
    Lease lease = running();

    append(lease, List.of(), Fixtures.stdoutBytes(99));

    assertEquals(99, found(lease.jobId()).output().stdoutBytes());
    assertLogIsWhole(lease.jobId());
  }

  @Test
  default void append_everyTypeAndAwkwardText_isReadAsItWas() {
    Lease lease = running();
    List<EventDraft> drafts = new ArrayList<>();
    for (EventType type : EventType.values()) {
      drafts.add(EventDraft.text(Fixtures.NOW, type, Fixtures.AWKWARD_TEXT));
      drafts.add(new EventDraft(Fixtures.NOW, type, "{\"a\":[1,null,\"x y\"]}"));
    }
    drafts.add(Fixtures.stdout(""));
    drafts.add(Fixtures.stdout("\u0000"));

    List<Event> appended = appended(lease, drafts);

    assertEquals(appended, store().events(lease.jobId(), 3, ALL));
    assertEquals(
        drafts.stream().map(EventDraft::dataJson).toList(),
        appended.stream().map(Event::dataJson).toList());
    assertTrue(appended.getLast().dataJson().contains("\\u0000"));
  }

  @Test
  default void append_manyAtOnce_leavesNoHole() {
    List<Lease> leases = IntStream.range(0, 64).mapToObj(_ -> running()).toList();

    Concurrently.call(
        64,
        i -> {
          for (int k = 0; k < 10; k++) {
            appended(leases.get(i), List.of(Fixtures.stdout(i + " " + k), Fixtures.stderr("e")));
          }
          return true;
        });

    for (Lease lease : leases) {
      assertEquals(2 + 10 * 2, log(lease.jobId()).size());
      assertLogIsWhole(lease.jobId());
      assertEachPairIsTogether(log(lease.jobId()).subList(2, 2 + 10 * 2));
    }
  }

  private static void assertEachPairIsTogether(List<Event> events) {
    for (int i = 0; i < events.size(); i += 2) {
      assertEquals(EventType.STDOUT, events.get(i).type());
      assertEquals(EventType.STDERR, events.get(i + 1).type());
    }
  }

  @Test
  default void append_manyEventsInOneCall_keepsTheirOrder() {
    Lease lease = running();
    List<EventDraft> drafts =
        IntStream.range(0, 5000).mapToObj(i -> Fixtures.stdout("line " + i + "\n")).toList();

    List<Event> appended = appended(lease, drafts);

    assertEquals(appended, store().events(lease.jobId(), 3, ALL));
    assertLogIsWhole(lease.jobId());
  }

  @Test
  default void events_inPages_areTheWholeLog() {
    Lease lease = running();
    for (int i = 0; i < 40; i++) {
      appended(
          lease, IntStream.range(0, 1 + i % 7).mapToObj(k -> Fixtures.stdout("" + k)).toList());
    }
    List<Event> whole = log(lease.jobId());

    for (int limit : new int[] {1, 2, 3, 7, 100}) {
      assertEquals(whole, allPages(lease.jobId(), limit));
    }
  }

  private List<Event> allPages(JobId id, int limit) {
    List<Event> pages = new ArrayList<>();
    List<Event> page = store().events(id, 1, limit);
    while (!page.isEmpty()) {
      assertTrue(page.size() <= limit);
      pages.addAll(page);
      page = store().events(id, page.getLast().seq() + 1, limit);
    }
    return pages;
  }

  @Test
  default void events_fromAnyNumber_beginThere() {
    Lease lease = running();
    appended(lease, IntStream.range(0, 20).mapToObj(i -> Fixtures.stdout("" + i)).toList());

    for (long from = 1; from <= 22; from++) {
      List<Long> seqs = store().events(lease.jobId(), from, 5).stream().map(Event::seq).toList();
      assertEquals(LongStream.rangeClosed(from, Math.min(22, from + 4)).boxed().toList(), seqs);
    }
  }

  @Test
  default void events_pastTheEnd_areNone() {
    Lease lease = running();

    assertEquals(List.of(), store().events(lease.jobId(), 3, 10));
    assertEquals(List.of(), store().events(lease.jobId(), Long.MAX_VALUE, 10));
  }

  @Test
  default void events_ofNeighbours_stayApart() {
    Lease first = running();
    Lease second = running();
    Lease third = running();
    appended(second, List.of(Fixtures.stdout("second")));

    assertEquals(2, log(first.jobId()).size());
    assertEquals(3, log(second.jobId()).size());
    assertEquals(2, log(third.jobId()).size());
  }

  @Test
  default void events_whileOthersAppend_neverShowAHole() {
    Lease lease = running();
    List<Integer> lengths =
        Concurrently.call(
            5,
            i -> {
              int seen = 0;
              for (int k = 0; k < 50; k++) {
                if (i == 0) {
                  appended(lease, List.of(Fixtures.stdout("x"), Fixtures.stderr("y")));
                } else {
                  List<Event> page = store().events(lease.jobId(), 1, ALL);
                  assertEquals(page.size(), page.getLast().seq());
                  assertEquals(0, page.size() % 2);
                  assertTrue(page.size() >= seen);
                  seen = page.size();
                }
              }
              return seen;
            });
    assertEquals(5, lengths.size());
    assertLogIsWhole(lease.jobId());
  }

  private List<Event> appended(Lease lease, List<EventDraft> drafts) {
    return assertInstanceOf(Append.Appended.class, append(lease, drafts, OutputCounts.NONE))
        .events();
  }
}
