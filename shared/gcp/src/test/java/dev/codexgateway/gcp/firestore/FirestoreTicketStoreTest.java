package dev.codexgateway.gcp.firestore;

import dev.codexgateway.core.key.TicketStore;
import dev.codexgateway.testkit.TicketStoreContract;
import java.time.InstantSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;

@Tag("emulator")
final class FirestoreTicketStoreTest extends TicketStoreContract {
  private final Database database = new Database();

  @Override
  protected TicketStore openStore(InstantSource clock) {
    return new FirestoreTicketStore(database.calls(), clock);
  }

  @AfterEach
  void closeDatabase() {
    database.close();
  }
}
