package dev.codexgateway.benchmarks.cost;

import java.util.List;
import java.util.stream.Collectors;

/** A month's cost in US dollars, line by line. */
record Bill(List<Line> lines) {
  private static final double TIB = Math.pow(1024, 4);
  private static final double GIB = Math.pow(1024, 3);
  private static final double LEAST_BYTES = 1_000;
  private static final double SECONDS_PER_HOUR = 3_600;
  private static final double DAYS_PER_MONTH = 30;
  private static final double SWEEPS_PER_MONTH = DAYS_PER_MONTH * 24 * 60;

  /** The admin key, and the pepper of the other keys. */
  private static final int SECRETS = 2;

  /** The sweeper asks twice, and an empty answer is paid as one read. */
  private static final int READS_PER_SWEEP = 2;

  /**
   * @param basis what the amount is made of
   */
  record Line(String what, String basis, double dollars) {}

  static Bill of(Workload use, Calls calls, Prices prices) {
    double events = calls.eventMessages() * Math.max(LEAST_BYTES, use.eventBytes());
    double bytes = calls.bells() * 2 * LEAST_BYTES + events * (1 + use.relays());
    double workerSeconds = use.jobs() * use.secondsPerJob() / use.concurrency();
    double relaySeconds = use.connectedHours() * SECONDS_PER_HOUR / use.socketsPerRelay();
    double intakeSeconds = use.jobs() * Workload.INTAKE_SECONDS;
    double storedGib = use.jobs() * use.jobBytes() * use.retentionDays() / DAYS_PER_MONTH / GIB;
    double requests = use.jobs() * (1.0 + calls.bells()) + use.connectedHours();
    return new Bill(
        List.of(
            new Line(
                "Firestore writes",
                calls.writes() + " per job",
                use.jobs() * calls.writes() * prices.firestoreWrite()),
            new Line(
                "Firestore reads",
                calls.reads() + " per job",
                use.jobs() * calls.reads() * prices.firestoreRead()),
            new Line(
                "Firestore deletes", "1 per job, by TTL", use.jobs() * prices.firestoreDelete()),
            new Line(
                "Firestore storage",
                "%.1f GiB".formatted(storedGib),
                storedGib * prices.firestoreGibMonth()),
            new Line(
                "Pub/Sub",
                "%.0f bytes per job".formatted(bytes),
                use.jobs() * bytes / TIB * prices.pubSubTib()),
            new Line(
                "intake",
                "%.0f instance seconds".formatted(intakeSeconds),
                running(intakeSeconds, Workload.INTAKE_GIB, prices)),
            new Line(
                "worker",
                "%.0f instance seconds".formatted(workerSeconds),
                running(workerSeconds, Workload.WORKER_GIB, prices)),
            new Line(
                "relay",
                "%.0f instance seconds".formatted(relaySeconds),
                running(relaySeconds, Workload.WORKER_GIB, prices)),
            new Line("requests", "%.0f".formatted(requests), requests * prices.request()),
            new Line("standing", "sweeper, secrets", standing(prices))));
  }

  private static double running(double seconds, double gib, Prices prices) {
    return seconds * (prices.cpuSecond() + gib * prices.memoryGibSecond());
  }

  /** What a month costs without a single job. */
  private static double standing(Prices prices) {
    double sweeps =
        SWEEPS_PER_MONTH
            * (READS_PER_SWEEP * prices.firestoreRead()
                + prices.request()
                + running(Workload.INTAKE_SECONDS, Workload.WORKER_GIB, prices));
    return sweeps + prices.schedulerJobMonth() + SECRETS * prices.secretVersionMonth();
  }

  double total() {
    return lines.stream().mapToDouble(Line::dollars).sum();
  }

  String markdown() {
    String rows =
        lines.stream()
            .map(line -> "| %s | %s | %.2f |".formatted(line.what(), line.basis(), line.dollars()))
            .collect(Collectors.joining("\n"));
    return """
    | what | basis | USD |
    | --- | --- | ---: |
    %s
    | **total** | | **%.2f** |
    """
        .formatted(rows, total());
  }
}
