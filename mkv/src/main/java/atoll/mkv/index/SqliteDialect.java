package atoll.mkv.index;

import atoll.kit.Fault;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/// What SQLite wants otherwise. Transactions are begun by statements, because the driver's own ones
/// begin anew at once and would hold the file.
final class SqliteDialect implements SqlDialect {

  private static final List<List<String>> STEPS =
      List.of(
          List.of(
              "CREATE TABLE meta(name TEXT PRIMARY KEY, value TEXT NOT NULL)",
              """
              CREATE TABLE object(
                key BLOB PRIMARY KEY NOT NULL, gen INTEGER NOT NULL, state INTEGER NOT NULL,
                blob_gen INTEGER NOT NULL, size INTEGER NOT NULL, type TEXT NOT NULL,
                crc32c INTEGER NOT NULL, sha256 BLOB NOT NULL, md5 BLOB,
                created_ms INTEGER NOT NULL, hosts TEXT NOT NULL, ring_epoch INTEGER NOT NULL
              ) WITHOUT ROWID
              """),
          List.of(
              """
              CREATE TABLE chore(
                id INTEGER PRIMARY KEY AUTOINCREMENT, kind INTEGER NOT NULL, key BLOB NOT NULL,
                blob_gen INTEGER NOT NULL, host TEXT NOT NULL, due_ms INTEGER NOT NULL,
                attempts INTEGER NOT NULL
              )
              """,
              "CREATE INDEX chore_due ON chore(due_ms, id)",
              "CREATE INDEX chore_key ON chore(key)"),
          List.of(
              """
              CREATE TABLE writing(
                key BLOB NOT NULL, gen INTEGER NOT NULL, hosts TEXT NOT NULL, due_ms INTEGER NOT NULL,
                PRIMARY KEY(key, gen)
              ) WITHOUT ROWID
              """,
              "ALTER TABLE object ADD COLUMN meta TEXT NOT NULL DEFAULT ''"));

  private final String where;
  private final boolean synced;

  /// @param where names the database in messages
  SqliteDialect(String where) {
    this(where, false);
  }

  /// @param synced whether transactions that are not lazy are synced
  SqliteDialect(String where, boolean synced) {
    this.where = where;
    this.synced = synced;
  }

  @Override
  public List<List<String>> schemaSteps() {
    return STEPS;
  }

  @Override
  public String metaExists() {
    return "SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = 'meta'";
  }

  @Override
  public boolean hasLazyTransactions() {
    return synced;
  }

  @Override
  public void begin(Connection connection, boolean lazy) throws SQLException {
    if (synced) {
      execute(connection, lazy ? "PRAGMA synchronous = NORMAL" : "PRAGMA synchronous = FULL");
    }
    execute(connection, "BEGIN IMMEDIATE");
  }

  @Override
  public void commit(Connection connection) throws SQLException {
    execute(connection, "COMMIT");
  }

  @Override
  public void rollback(Connection connection) throws SQLException {
    execute(connection, "ROLLBACK");
  }

  private static void execute(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  @Override
  public String where() {
    return where;
  }

  @Override
  public Fault kind(SQLException error) {
    SQLiteErrorCode code =
        error instanceof SQLiteException sqlite
            ? sqlite.getResultCode()
            : SQLiteErrorCode.UNKNOWN_ERROR;
    // Extended codes carry the plain one in their low byte.
    return switch (code.code & 0xff) {
      case 13 -> Fault.NO_SPACE;
      case 5, 6 -> Fault.BUSY;
      case 11, 26 -> Fault.CORRUPT;
      case 3, 8, 23 -> Fault.DENIED;
      case 21 -> Fault.BUG;
      default -> Fault.IO;
    };
  }
}
