package dev.codexgateway.core.job;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class JobIdTest {
  @Test
  void next_many_areUnlikeAndSortByCreation() {
    List<JobId> made = new ArrayList<>();
    for (int i = 0; i < 10_000; i++) {
      made.add(JobId.next());
    }

    assertEquals(made.stream().sorted().toList(), made);
    assertEquals(10_000, new HashSet<>(made).size());
  }

  @Test
  void parse_ownText_isTheSame() {
    JobId id = JobId.next();

    assertEquals(Optional.of(id), JobId.parse(id.toString()));
    assertEquals(id, new JobId(id.value()));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "job_",
        "01k9zv3e0f8q2r7w5x1c4n6m9b",
        "job_01K9ZV3E0F8Q2R7W5X1C4N6M9B",
        "job_01k9zv3e0f8q2r7w5x1c4n6m9",
        "job_01k9zv3e0f8q2r7w5x1c4n6m9bb",
        "job_01k9zv3e0f8q2r7w5x1c4n6m9b\n",
        " job_01k9zv3e0f8q2r7w5x1c4n6m9b",
        "job_../../../../etc/passwd0000",
        "job_０１k9zv3e0f8q2r7w5x1c4n6m9b"
      })
  void parse_anythingElse_isEmpty(String text) {
    assertEquals(Optional.empty(), JobId.parse(text));
    assertThrows(IllegalArgumentException.class, () -> new JobId(text));
  }
}
