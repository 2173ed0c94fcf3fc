package dev.codexgateway.benchmarks.cost;

import java.time.LocalDate;

/**
 * List prices in US dollars, without free tiers and discounts.
 *
 * @param asOf when they were looked up
 * @param firestoreRead per document
 * @param firestoreWrite per document
 * @param firestoreDelete per document, also where TTL deletes it
 * @param firestoreGibMonth per GiB stored for a month
 * @param pubSubTib per TiB published or delivered; a request counts as at least 1,000 bytes
 * @param cpuSecond per vCPU and second while requests are served
 * @param memoryGibSecond per GiB and second while requests are served
 * @param request per request to a service
 * @param secretAccess per access of a secret
 * @param secretVersionMonth per live version and month
 * @param schedulerJobMonth per scheduled job and month
 */
record Prices(
    LocalDate asOf,
    double firestoreRead,
    double firestoreWrite,
    double firestoreDelete,
    double firestoreGibMonth,
    double pubSubTib,
    double cpuSecond,
    double memoryGibSecond,
    double request,
    double secretAccess,
    double secretVersionMonth,
    double schedulerJobMonth) {
  /**
   * Region us-central1, Cloud Run with request-based billing:
   * https://cloud.google.com/firestore/pricing, https://cloud.google.com/pubsub/pricing,
   * https://cloud.google.com/run/pricing, https://cloud.google.com/secret-manager/pricing,
   * https://cloud.google.com/scheduler/pricing
   */
  static final Prices US_CENTRAL1 =
      new Prices(
          LocalDate.of(2026, 11, 23),
          0.03 / 100_000,
          0.09 / 100_000,
          0.01 / 100_000,
          0.15,
          40,
          0.000_024,
          0.000_002_5,
          0.40 / 1_000_000,
          0.03 / 10_000,
          0.06,
          0.10);
}
