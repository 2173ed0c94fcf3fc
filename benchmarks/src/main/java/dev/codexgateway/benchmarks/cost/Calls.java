package dev.codexgateway.benchmarks.cost;

/**
 * What one short job asks of the services, from its submit to a result that one relay showed. The
 * numbers are those that {@code benchmarks/run calls} counts on the real clients.
 *
 * @param reads Firestore documents
 * @param writes Firestore documents
 * @param bells messages that start a worker
 * @param eventMessages messages with events, each delivered to every relay
 */
record Calls(int reads, int writes, int bells, int eventMessages) {
  static final Calls SHORT_JOB = new Calls(3, 3, 1, 1);
}
