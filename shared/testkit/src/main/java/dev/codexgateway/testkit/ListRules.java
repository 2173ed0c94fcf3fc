package dev.codexgateway.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.codexgateway.core.job.Job;
import dev.codexgateway.core.job.JobId;
import dev.codexgateway.core.job.JobQuery;
import dev.codexgateway.core.job.JobQuery.Label;
import dev.codexgateway.core.job.JobState;
import dev.codexgateway.core.job.Lease;
import dev.codexgateway.core.job.NewJob;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

/** Lists and their pages. */
interface ListRules extends JobSteps {
  @Test
  default void list_none_isEmpty() {
    assertEquals(List.of(), store().list(query(Optional.empty(), Optional.empty(), 10)));
  }

  @Test
  default void list_hundredsOfOneMillisecond_pagesHoldEachOnceNewestFirst() {
    List<JobId> submitted = new ArrayList<>();
    for (int i = 0; i < 350; i++) {
      submitted.add(submitted(Fixtures.newJob()).id());
    }
    List<JobId> newestFirst = submitted.stream().sorted(Comparator.reverseOrder()).toList();

    for (int limit : new int[] {7, 50, 100}) {
      assertEquals(newestFirst, allPages(Optional.empty(), Optional.empty(), limit));
    }
  }

  @Test
  default void list_givesWholeJobs() {
    Lease lease = claimed(submitted(fullJob()).id());
    finish(lease, List.of(), Fixtures.fullOutcome(JobState.FAILED));

    assertEquals(
        List.of(found(lease.jobId())), store().list(query(Optional.empty(), Optional.empty(), 10)));
  }

  private static NewJob fullJob() {
    return Fixtures.newJob(Fixtures.OWNER, Fixtures.FULL_SPEC, 3);
  }

  @Test
  default void list_byState_holdsExactlyThose() {
    List<JobId> queued = new ArrayList<>();
    List<JobId> running = new ArrayList<>();
    List<JobId> succeeded = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      queued.addFirst(submitted(Fixtures.newJob()).id());
      running.addFirst(running().jobId());
      succeeded.addFirst(finished().id());
    }

    assertEquals(queued, allPages(Optional.of(JobState.QUEUED), Optional.empty(), 9));
    assertEquals(running, allPages(Optional.of(JobState.RUNNING), Optional.empty(), 9));
    assertEquals(succeeded, allPages(Optional.of(JobState.SUCCEEDED), Optional.empty(), 100));
    assertEquals(List.of(), allPages(Optional.of(JobState.LOST), Optional.empty(), 9));
    assertEquals(120, allPages(Optional.empty(), Optional.empty(), 11).size());
  }

  @Test
  default void list_byLabel_holdsExactlyThose() {
    JobId one = labelled(Map.of("pr", "1", "repo", "a"));
    JobId two = labelled(Map.of("pr", "2", "repo", "a"));
    JobId empty = labelled(Map.of("pr", ""));
    labelled(Map.of("prx", "1"));
    labelled(Map.of());

    assertEquals(List.of(empty, two, one), byLabel("pr"));
    assertEquals(List.of(one), byLabel("pr=1"));
    assertEquals(List.of(empty), byLabel("pr="));
    assertEquals(List.of(two, one), byLabel("repo=a"));
    assertEquals(List.of(), byLabel("repo=A"));
    assertEquals(List.of(), byLabel("p%"));
    assertEquals(List.of(), byLabel(""));
  }

  @Test
  default void list_byAwkwardLabel_findsIt() {
    String text = Fixtures.AWKWARD_TEXT;
    String name = text.replace("=", "");
    JobId id = labelled(Map.of(name, text));

    assertEquals(List.of(id), byLabel(name));
    assertEquals(List.of(id), byLabel(name + "=" + text));
  }

  @Test
  default void list_byLabelAndState_holdsExactlyThose() {
    List<JobId> running = new ArrayList<>();
    for (int i = 0; i < 30; i++) {
      labelled(Map.of("pr", "1"));
      JobId id = labelled(Map.of("pr", "1"));
      claimed(id);
      running.addFirst(id);
    }

    assertEquals(
        running, allPages(Optional.of(JobState.RUNNING), Optional.of(Label.parse("pr=1")), 7));
  }

  @Test
  default void list_showsOnlyTheOwnersJobs() {
    Job mine = submitted(Fixtures.newJob());
    submitted(Fixtures.newJob(Fixtures.OTHER_OWNER, Fixtures.labelled(Map.of("a", "b")), 1));

    assertEquals(List.of(mine.id()), allPages(Optional.empty(), Optional.empty(), 10));
    assertEquals(List.of(), byLabel("a"));
  }

  @Test
  default void list_pagesWhileOthersInsert_haveNoDoubleAndNoHole() {
    HashSet<JobId> before = new HashSet<>();
    for (int i = 0; i < 300; i++) {
      before.add(submitted(Fixtures.newJob()).id());
    }
    CountDownLatch listed = new CountDownLatch(4);

    List<List<JobId>> listings =
        Concurrently.call(
            6,
            i -> {
              if (i >= 4) {
                insertUntil(listed);
                return List.of();
              }
              List<JobId> ids = allPages(Optional.empty(), Optional.empty(), 13);
              listed.countDown();
              return ids;
            });

    for (List<JobId> ids : listings.subList(0, 4)) {
      assertEquals(ids.size(), new HashSet<>(ids).size());
      assertTrue(new HashSet<>(ids).containsAll(before));
      assertEquals(ids.stream().sorted(Comparator.reverseOrder()).toList(), ids);
    }
  }

  private void insertUntil(CountDownLatch listed) {
    for (int i = 0; i < 2000 && listed.getCount() > 0; i++) {
      submitted(Fixtures.newJob());
    }
  }

  private JobId labelled(Map<String, String> labels) {
    return submitted(Fixtures.newJob(Fixtures.OWNER, Fixtures.labelled(labels), 1)).id();
  }

  private List<JobId> byLabel(String label) {
    return allPages(Optional.empty(), Optional.of(Label.parse(label)), 10);
  }

  private List<JobId> allPages(Optional<JobState> state, Optional<Label> label, int limit) {
    List<JobId> ids = new ArrayList<>();
    List<Job> page = store().list(query(state, label, limit));
    while (!page.isEmpty()) {
      assertTrue(page.size() <= limit);
      page.forEach(job -> ids.add(job.id()));
      Optional<JobId> last = Optional.of(ids.getLast());
      page = store().list(new JobQuery(Fixtures.OWNER, state, label, last, limit));
    }
    return ids;
  }

  private static JobQuery query(Optional<JobState> state, Optional<Label> label, int limit) {
    return new JobQuery(Fixtures.OWNER, state, label, Optional.empty(), limit);
  }
}
