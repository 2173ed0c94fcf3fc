package dev.codexgateway.local.store;

import dev.codexgateway.core.job.JobStore;
import dev.codexgateway.testkit.JobStoreContract;
import java.nio.file.Path;
import java.time.InstantSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;

final class SqliteJobStoreTest extends JobStoreContract {
  @TempDir private Path directory;
  private SqliteDatabase database;

  @Override
  protected JobStore openStore(InstantSource clock) {
    database = SqliteDatabase.open(directory.resolve("gateway.db"));
    return new SqliteJobStore(database, clock);
  }

  @AfterEach
  void close() {
    database.close();
  }
}
