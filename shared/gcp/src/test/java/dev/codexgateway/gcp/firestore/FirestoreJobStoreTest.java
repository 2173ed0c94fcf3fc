package dev.codexgateway.gcp.firestore;

import dev.codexgateway.core.job.JobStore;
import dev.codexgateway.testkit.JobStoreContract;
import java.time.InstantSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;

@Tag("emulator")
final class FirestoreJobStoreTest extends JobStoreContract {
  private final Database database = new Database();

  @Override
  protected JobStore openStore(InstantSource clock) {
    return new FirestoreJobStore(database.calls(), clock, Database.RETENTION);
  }

  @AfterEach
  void closeDatabase() {
    database.close();
  }
}
