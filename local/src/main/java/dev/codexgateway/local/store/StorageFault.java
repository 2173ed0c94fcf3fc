package dev.codexgateway.local.store;

import dev.codexgateway.core.job.StoreUnavailableException;
import java.sql.SQLException;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/** Tells trouble with the disk or the file, which may pass, from errors in our own SQL. */
final class StorageFault {
  private StorageFault() {}

  /** What the callers of a failed operation get. */
  static RuntimeException exceptionFor(SQLException e) {
    return isFault(e)
        ? new StoreUnavailableException("the store cannot answer: " + reason(e), e)
        : new IllegalStateException("the store refused a statement: " + reason(e), e);
  }

  static boolean isFault(Throwable e) {
    return e instanceof SQLException sql
        && switch (primary(sql)) {
          case SQLITE_FULL,
              SQLITE_IOERR,
              SQLITE_BUSY,
              SQLITE_LOCKED,
              SQLITE_CORRUPT,
              SQLITE_NOTADB,
              SQLITE_CANTOPEN,
              SQLITE_READONLY,
              SQLITE_NOMEM,
              SQLITE_PROTOCOL,
              SQLITE_PERM,
              SQLITE_AUTH,
              SQLITE_NOLFS,
              SQLITE_INTERRUPT ->
              true;
          default -> false;
        };
  }

  /** The error without its details, for example {@code SQLITE_IOERR} for a failed fsync. */
  static SQLiteErrorCode primary(SQLException e) {
    return e instanceof SQLiteException sqlite
        ? SQLiteErrorCode.getErrorCode(sqlite.getResultCode().code & 0xff)
        : SQLiteErrorCode.UNKNOWN_ERROR;
  }

  /** One line without SQL and without values. */
  static String reason(SQLException e) {
    return switch (primary(e)) {
      case SQLITE_FULL -> "no space left";
      case SQLITE_IOERR -> "the disk reports an error";
      case SQLITE_BUSY, SQLITE_LOCKED -> "another process holds the file";
      case SQLITE_CORRUPT, SQLITE_NOTADB -> "the file is damaged";
      default -> primary(e).name();
    };
  }
}
