package dev.codexgateway.local.store;

import dev.codexgateway.core.platform.Component;
import dev.codexgateway.local.store.PendingWrite.AfterBegin;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.sqlite.JDBC;
import org.sqlite.SQLiteConfig;

/**
 * One SQLite file in WAL mode: a writer that groups commits, a few readers, and a checkpointer. A
 * committed write survives loss of power ({@code synchronous=FULL}). One process at a time opens
 * it; the lock of the data directory sees to that.
 */
public final class SqliteDatabase implements Component, AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(SqliteDatabase.class);
  private static final Duration PATIENCE = Duration.ofSeconds(2);

  private final GroupCommitWriter writer;
  private final ReaderPool readers;
  private final Checkpointer checkpointer;

  private SqliteDatabase(GroupCommitWriter writer, ReaderPool readers, Checkpointer checkpointer) {
    this.writer = writer;
    this.readers = readers;
    this.checkpointer = checkpointer;
  }

  /**
   * Opens or creates the file, checks it, and brings it to the present form.
   *
   * @throws IllegalStateException with one clear line where the file is damaged, of a newer
   *     version, not ours, or cannot be opened
   */
  public static SqliteDatabase open(Path file) {
    return open(file, SqliteDatabase::noFurtherSettings);
  }

  /** Settings of the writing connection, for tests that need a small disk. */
  @FunctionalInterface
  interface WriterSettings {
    void apply(Session session) throws SQLException;
  }

  static SqliteDatabase open(Path file, WriterSettings settings) {
    try {
      createPrivate(file);
      prepare(file);
      Checkpointer checkpointer = new Checkpointer(() -> connect(file));
      GroupCommitWriter writer =
          new GroupCommitWriter(writing(file, settings), PATIENCE, checkpointer::committed);
      ReaderPool readers = new ReaderPool(() -> connectReadOnly(file), PATIENCE);
      writer.start();
      checkpointer.start();
      return new SqliteDatabase(writer, readers, checkpointer);
    } catch (SQLException e) {
      throw new IllegalStateException(
          "cannot open the store " + file + ": " + StorageFault.reason(e), e);
    } catch (Exception e) {
      throw new IllegalStateException("cannot open the store " + file + ": " + e.getMessage(), e);
    }
  }

  private static void noFurtherSettings(Session session) {}

  private static void createPrivate(Path file) throws IOException {
    try {
      Files.createFile(
          file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    } catch (FileAlreadyExistsException _) {
      // The usual case.
    }
  }

  private static void prepare(Path file) throws SQLException {
    try (Session session = connect(file)) {
      Schema.refuseForeign(session);
      IntegrityCheck.run(session, file);
      session.run("PRAGMA journal_mode = WAL");
      Schema.migrate(session);
    }
  }

  private static Callable<Session> writing(Path file, WriterSettings settings) {
    return () -> {
      Session session = connect(file);
      settings.apply(session);
      return session;
    };
  }

  private static Session connect(Path file) throws SQLException {
    SQLiteConfig config = new SQLiteConfig();
    // Otherwise the driver asks for the last row id after each insert and update.
    config.setGetGeneratedKeys(false);
    config.setBusyTimeout((int) PATIENCE.dividedBy(2).toMillis());
    Session session =
        new Session(JDBC.createConnection("jdbc:sqlite:" + file, config.toProperties()));
    session.run("PRAGMA synchronous = FULL");
    session.run("PRAGMA foreign_keys = ON");
    session.run("PRAGMA cell_size_check = ON");
    session.run("PRAGMA temp_store = MEMORY");
    // The checkpointer does it; inside a commit it would hold up everyone.
    session.run("PRAGMA wal_autocheckpoint = 0");
    session.run("PRAGMA journal_size_limit = " + 64 * 1024 * 1024);
    return session;
  }

  static Session connectReadOnly(Path file) throws SQLException {
    Session session = connect(file);
    session.run("PRAGMA query_only = ON");
    return session;
  }

  /** Returns when durable. For writes that may be repeated without harm. */
  <T> T write(WriteOperation<T> operation) {
    return writer.write(AfterBegin.WAIT_A_LITTLE, operation);
  }

  /** Returns when durable. For writes that would count twice if repeated. */
  <T> T writeOnce(WriteOperation<T> operation) {
    return writer.write(AfterBegin.WAIT_FOR_THE_END, operation);
  }

  <T> T read(ReaderPool.ReadOperation<T> operation) {
    return readers.read(operation);
  }

  void onRollback(Runnable listener) {
    writer.onRollback(listener);
  }

  @Override
  public String name() {
    return "store";
  }

  @Override
  public boolean isReady() {
    return writer.isHealthy() || canWriteAgain();
  }

  private boolean canWriteAgain() {
    try {
      return write(Schema::rewriteVersion);
    } catch (RuntimeException _) {
      return false;
    }
  }

  @Override
  public void close() {
    checkpointer.close();
    writer.close();
    readers.close();
    log.debug("store closed");
  }
}
