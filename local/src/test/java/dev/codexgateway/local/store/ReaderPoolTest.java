package dev.codexgateway.local.store;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.codexgateway.testkit.Concurrently;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ReaderPoolTest {
  @TempDir private Path directory;

  @Test
  void size_leavesAProcessorFree() {
    assertEquals(
        List.of(1, 1, 2, 3, 4, 4),
        List.of(1, 2, 3, 4, 5, 64).stream().map(ReaderPool::sizeFor).toList());
  }

  /** Else a virtual thread that reads in a loop keeps the others out until they give up. */
  @Test
  void read_againAtOnce_comesAfterThoseWhoWait() throws Exception {
    Path file = directory.resolve("gateway.db");
    SqliteDatabase.open(file).close();
    try (ReaderPool pool =
        new ReaderPool(() -> SqliteDatabase.connectReadOnly(file), 1, Concurrently.LIMIT)) {
      for (int round = 0; round < 100; round++) {
        assertEquals(List.of("first", "waiting", "again"), orderOfReads(pool));
      }
    }
  }

  private static List<String> orderOfReads(ReaderPool pool) {
    List<String> order = new CopyOnWriteArrayList<>();
    AtomicBoolean reading = new AtomicBoolean();
    Concurrently.call(
        List.<Callable<Boolean>>of(
            () -> {
              pool.read(
                  _ -> {
                    reading.set(true);
                    Concurrently.await("the other waits", () -> pool.waiting() == 1);
                    return order.add("first");
                  });
              return pool.read(_ -> order.add("again"));
            },
            () -> {
              Concurrently.await("the first reads", reading::get);
              return pool.read(_ -> order.add("waiting"));
            }));
    return order;
  }
}
