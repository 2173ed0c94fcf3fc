package dev.codexgateway.core.job;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.codexgateway.core.job.JobQuery.Label;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class JobQueryTest {
  @Test
  void label_splitsAtTheFirstEqualsSign() {
    assertEquals(new Label("pr", Optional.empty()), Label.parse("pr"));
    assertEquals(new Label("pr", Optional.of("")), Label.parse("pr="));
    assertEquals(new Label("pr", Optional.of("a=b")), Label.parse("pr=a=b"));
  }

  @ParameterizedTest
  @ValueSource(ints = {-1, 0, 101})
  void limit_outOfRange_isRefused(int limit) {
    assertThrows(
        IllegalArgumentException.class,
        () -> new JobQuery("owner", Optional.empty(), Optional.empty(), Optional.empty(), limit));
  }
}
