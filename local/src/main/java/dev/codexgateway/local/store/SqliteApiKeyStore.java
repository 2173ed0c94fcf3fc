package dev.codexgateway.local.store;

import dev.codexgateway.core.key.ApiKey;
import dev.codexgateway.core.key.ApiKeyStore;
import dev.codexgateway.core.key.Scope;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** API keys in SQLite, hashed. */
public final class SqliteApiKeyStore implements ApiKeyStore {
  private static final String SELECT =
      """
      SELECT id, owner, label, scopes, mac, created_at, expires_at, revoked_at FROM api_keys
      """;
  private static final String FIND = SELECT + "WHERE id = ?";
  private static final String LIST = SELECT + "WHERE owner = ? ORDER BY created_at, id";
  private static final String PUT =
      """
      INSERT OR REPLACE INTO api_keys
        (id, owner, label, scopes, mac, created_at, expires_at, revoked_at)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?)
      """;
  private static final String REVOKE =
      "UPDATE api_keys SET revoked_at = coalesce(revoked_at, ?) WHERE id = ?";

  private final SqliteDatabase database;

  public SqliteApiKeyStore(SqliteDatabase database) {
    this.database = database;
  }

  @Override
  public Optional<ApiKey> find(String id) {
    return database.read(session -> find(session, id));
  }

  @Override
  public void put(ApiKey key) {
    database.write(
        session ->
            session.update(
                PUT,
                key.id(),
                key.owner(),
                key.label(),
                key.scopes().stream().map(Scope::value).sorted().collect(Collectors.joining(" ")),
                key.mac(),
                Times.toNanos(key.createdAt()),
                Times.toNanos(key.expiresAt()),
                Times.toNanos(key.revokedAt())));
  }

  @Override
  public Optional<ApiKey> revoke(String id, Instant at) {
    return database.write(
        session -> {
          session.update(REVOKE, Times.toNanos(at), id);
          return find(session, id);
        });
  }

  @Override
  public List<ApiKey> list(String owner) {
    return database.read(session -> session.all(LIST, SqliteApiKeyStore::read, owner));
  }

  private static Optional<ApiKey> find(Session session, String id) throws SQLException {
    return session.first(FIND, SqliteApiKeyStore::read, id);
  }

  private static ApiKey read(ResultSet row) throws SQLException {
    return new ApiKey(
        row.getString(1),
        row.getString(2),
        row.getString(3),
        scopes(row.getString(4)),
        row.getString(5),
        Times.toInstant(row.getLong(6)),
        time(row, 7),
        time(row, 8));
  }

  private static Set<Scope> scopes(String text) {
    return Arrays.stream(text.split(" "))
        .filter(scope -> !scope.isEmpty())
        .map(Scope::new)
        .collect(Collectors.toSet());
  }

  private static Optional<Instant> time(ResultSet row, int column) throws SQLException {
    long nanos = row.getLong(column);
    return row.wasNull() ? Optional.empty() : Optional.of(Times.toInstant(nanos));
  }
}
