package dev.codexgateway.functions.webhook;

import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.LongAdder;

/**
 * Counts of this process, by hook, outcome and reason. Only names that the configuration or this
 * code chose become keys, so senders cannot make it grow.
 */
public final class HookMetrics {
  private final ConcurrentMap<Key, Count> counts = new ConcurrentHashMap<>();

  /**
   * @param outcome for example {@code unwanted}
   * @param reason empty, or the kind of it
   */
  public record Key(String hook, String outcome, String reason) implements Comparable<Key> {
    @Override
    public int compareTo(Key other) {
      return toString().compareTo(other.toString());
    }
  }

  /**
   * @param deliveries how many
   * @param nanos what they took together, from the whole request to the answer
   */
  public record Total(long deliveries, long nanos) {}

  private record Count(LongAdder deliveries, LongAdder nanos) {}

  void add(String hook, Outcome outcome, Duration took) {
    Count count =
        counts.computeIfAbsent(
            new Key(hook, outcome.name(), reason(outcome)),
            _ -> new Count(new LongAdder(), new LongAdder()));
    count.deliveries().increment();
    count.nanos().add(took.toNanos());
  }

  private static String reason(Outcome outcome) {
    return switch (outcome) {
      case Outcome.Ignored(Outcome.Ignored.Kind kind, String _) ->
          kind.name().toLowerCase(Locale.ROOT);
      case Outcome.NotAuthentic(String reason) -> reason;
      case Outcome.Unreadable(int status, String _) -> String.valueOf(status);
      case Outcome.Accepted _,
          Outcome.AcceptedBare _,
          Outcome.Duplicate _,
          Outcome.Challenge _,
          Outcome.Unavailable _ ->
          "";
    };
  }

  /** What was counted so far, sorted. */
  public Map<Key, Total> totals() {
    Map<Key, Total> totals = new TreeMap<>();
    counts.forEach(
        (key, count) -> totals.put(key, new Total(count.deliveries().sum(), count.nanos().sum())));
    return totals;
  }
}
