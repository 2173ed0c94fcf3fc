package dev.codexgateway.local.store;

import dev.codexgateway.core.key.ApiKeyStore;
import dev.codexgateway.testkit.ApiKeyStoreContract;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;

final class SqliteApiKeyStoreTest extends ApiKeyStoreContract {
  @TempDir private Path directory;
  private SqliteDatabase database;

  @Override
  protected ApiKeyStore openStore() {
    database = SqliteDatabase.open(directory.resolve("gateway.db"));
    return new SqliteApiKeyStore(database);
  }

  @AfterEach
  void close() {
    database.close();
  }
}
