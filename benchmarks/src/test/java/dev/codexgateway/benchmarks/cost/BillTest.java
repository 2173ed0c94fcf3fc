package dev.codexgateway.benchmarks.cost;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.LocalDate;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class BillTest {
  /** Round prices, so that each line can be computed in the head. */
  private static final Prices ROUND =
      new Prices(
          LocalDate.EPOCH, 1, 10, 100, 1024.0 * 1024 * 1024, Math.pow(1024, 4), 1, 2, 5, 7, 3, 4);

  private static final Calls CALLS = new Calls(3, 2, 1, 1);

  @Test
  void of_aMonth_addsUpEachLine() {
    Workload use = new Workload(10, 8, 4, 2, 100, 1, 6, 1_500, 15);

    Map<String, Double> dollars =
        Bill.of(use, CALLS, ROUND).lines().stream()
            .collect(Collectors.toMap(Bill.Line::what, Bill.Line::dollars));

    assertEquals(10 * 2 * 10, dollars.get("Firestore writes"));
    assertEquals(10 * 3 * 1, dollars.get("Firestore reads"));
    assertEquals(10 * 100, dollars.get("Firestore deletes"));
    assertEquals(10 * 6 * 0.5, dollars.get("Firestore storage"), 1e-9);
    assertEquals(10 * (2 * 1_000 + 2 * 1_500), dollars.get("Pub/Sub"), 1e-6);
    assertEquals(10 * 0.1 * (1 + 0.5 * 2), dollars.get("intake"), 1e-9);
    assertEquals(10 * 8 / 4 * (1 + 1 * 2), dollars.get("worker"), 1e-9);
    assertEquals(2 * 3_600 / 100 * (1 + 1 * 2), dollars.get("relay"), 1e-9);
    assertEquals((10 * 2 + 2) * 5, dollars.get("requests"), 1e-9);
    assertEquals(43_200 * (2 * 1 + 5 + 0.1 * 3) + 4 + 2 * 3, dollars.get("standing"), 1e-6);
  }

  @Test
  void of_smallEvents_countAsAThousandBytes() {
    Workload use = new Workload(1, 0, 1, 0, 1, 3, 0, 10, 30);

    assertTrue(
        Bill.of(use, CALLS, ROUND).lines().stream()
            .anyMatch(line -> line.basis().equals("6000 bytes per job")));
  }

  @Test
  void total_isTheSumOfTheLines() {
    Bill bill = Bill.of(new Workload(10, 8, 4, 2, 100, 1, 6, 1_500, 15), CALLS, ROUND);

    assertEquals(bill.lines().stream().mapToDouble(Bill.Line::dollars).sum(), bill.total());
    assertTrue(bill.markdown().contains("**%.2f**".formatted(bill.total())));
  }

  @Test
  void workload_impossible_isRefused() {
    assertThrows(IllegalArgumentException.class, () -> new Workload(-1, 1, 1, 1, 1, 1, 1, 1, 1));
    assertThrows(IllegalArgumentException.class, () -> new Workload(1, 1, 0, 1, 1, 1, 1, 1, 1));
  }
}
