package dev.codexgateway.local.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One connection with its prepared statements. Used by one thread at a time. */
final class Session implements AutoCloseable {
  private final Connection connection;
  private final Map<String, PreparedStatement> statements = new HashMap<>();

  Session(Connection connection) {
    this.connection = connection;
  }

  /** Reads the row that the result stands on. */
  @FunctionalInterface
  interface RowReader<T> {
    T read(ResultSet row) throws SQLException;
  }

  /** Takes row after row until it has seen enough. */
  @FunctionalInterface
  interface RowVisitor {
    /** Returns whether to go on. */
    boolean visit(ResultSet row) throws SQLException;
  }

  Connection connection() {
    return connection;
  }

  /** Runs SQL that is not worth keeping prepared. */
  void run(String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  /** Returns the number of rows changed. */
  int update(String sql, @Nullable Object... args) throws SQLException {
    return running(sql, args, PreparedStatement::executeUpdate);
  }

  <T> Optional<T> first(String sql, RowReader<T> reader, @Nullable Object... args)
      throws SQLException {
    return running(
        sql,
        args,
        statement -> {
          try (ResultSet rows = statement.executeQuery()) {
            return rows.next() ? Optional.of(reader.read(rows)) : Optional.empty();
          }
        });
  }

  <T> List<T> all(String sql, RowReader<T> reader, @Nullable Object... args) throws SQLException {
    List<T> found = new ArrayList<>();
    visit(sql, row -> found.add(reader.read(row)), args);
    return found;
  }

  void visit(String sql, RowVisitor visitor, @Nullable Object... args) throws SQLException {
    running(
        sql,
        args,
        statement -> {
          try (ResultSet rows = statement.executeQuery()) {
            boolean more = true;
            while (more && rows.next()) {
              more = visitor.visit(rows);
            }
            return more;
          }
        });
  }

  @FunctionalInterface
  private interface Execution<T> {
    T execute(PreparedStatement statement) throws SQLException;
  }

  private <T> T running(String sql, @Nullable Object[] args, Execution<T> execution)
      throws SQLException {
    PreparedStatement statement = prepared(sql);
    try {
      for (int i = 0; i < args.length; i++) {
        statement.setObject(i + 1, args[i]);
      }
      return execution.execute(statement);
    } catch (SQLException e) {
      // The driver closes a statement that failed, but only inside SQLite.
      statements.remove(sql);
      statement.close();
      throw e;
    }
  }

  private PreparedStatement prepared(String sql) throws SQLException {
    PreparedStatement known = statements.get(sql);
    if (known != null) {
      return known;
    }
    PreparedStatement statement = connection.prepareStatement(sql);
    statements.put(sql, statement);
    return statement;
  }

  @Override
  public void close() throws SQLException {
    connection.close();
  }
}
