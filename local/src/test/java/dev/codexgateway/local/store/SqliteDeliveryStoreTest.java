package dev.codexgateway.local.store;

import dev.codexgateway.testkit.DeliveryStoreContract;
import java.nio.file.Path;
import java.time.InstantSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;

final class SqliteDeliveryStoreTest extends DeliveryStoreContract {
  @TempDir private Path directory;
  private SqliteDatabase database;

  @Override
  protected Stores openStores(InstantSource clock) {
    database = SqliteDatabase.open(directory.resolve("gateway.db"));
    SqliteJobStore jobs = new SqliteJobStore(database, clock);
    return new Stores(jobs, new SqliteDeliveryStore(database, jobs, clock));
  }

  @AfterEach
  void close() {
    database.close();
  }
}
