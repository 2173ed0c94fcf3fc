package dev.codexgateway.gcp.firestore;

import dev.codexgateway.core.key.ApiKeyStore;
import dev.codexgateway.testkit.ApiKeyStoreContract;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;

@Tag("emulator")
final class FirestoreApiKeyStoreTest extends ApiKeyStoreContract {
  private final Database database = new Database();

  @Override
  protected ApiKeyStore openStore() {
    return new FirestoreApiKeyStore(database.calls());
  }

  @AfterEach
  void closeDatabase() {
    database.close();
  }
}
