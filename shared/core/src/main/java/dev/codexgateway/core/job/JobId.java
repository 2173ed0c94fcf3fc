package dev.codexgateway.core.job;

import com.github.f4b6a3.ulid.UlidCreator;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Opaque to callers, for example {@code job_01k9zv3e0f8q2r7w5x1c4n6m9b}. Ids made by {@link #next}
 * sort by time of creation (a ULID inside), which stores use for listing.
 */
public record JobId(String value) implements Comparable<JobId> {
  private static final Pattern FORM = Pattern.compile("job_[0-9a-z]{26}");

  public JobId {
    if (!FORM.matcher(value).matches()) {
      throw new IllegalArgumentException("not a job id");
    }
  }

  public static JobId next() {
    return new JobId("job_" + UlidCreator.getMonotonicUlid().toString().toLowerCase(Locale.ROOT));
  }

  /** Empty where the text cannot be the id of any job; to callers that is the same as not found. */
  public static Optional<JobId> parse(String text) {
    return FORM.matcher(text).matches() ? Optional.of(new JobId(text)) : Optional.empty();
  }

  @Override
  public int compareTo(JobId other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value;
  }
}
