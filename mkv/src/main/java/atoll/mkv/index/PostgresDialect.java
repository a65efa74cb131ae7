package atoll.mkv.index;

import atoll.kit.Fault;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/// What PostgreSQL, and what speaks like it, want otherwise.
final class PostgresDialect implements SqlDialect {

  private static final List<List<String>> STEPS =
      List.of(
          List.of(
              "CREATE TABLE meta(name text PRIMARY KEY, value text NOT NULL)",
              """
              CREATE TABLE object(
                key bytea PRIMARY KEY, gen bigint NOT NULL, state smallint NOT NULL,
                blob_gen bigint NOT NULL, size bigint NOT NULL, type text NOT NULL,
                crc32c integer NOT NULL, sha256 bytea NOT NULL, md5 bytea,
                created_ms bigint NOT NULL, hosts text NOT NULL, ring_epoch bigint NOT NULL
              )
              """),
          List.of(
              """
              CREATE TABLE chore(
                id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, kind smallint NOT NULL,
                key bytea NOT NULL, blob_gen bigint NOT NULL, host text NOT NULL,
                due_ms bigint NOT NULL, attempts integer NOT NULL
              )
              """,
              "CREATE INDEX chore_due ON chore(due_ms, id)",
              "CREATE INDEX chore_key ON chore(key)"),
          List.of(
              """
              CREATE TABLE writing(
                key bytea NOT NULL, gen bigint NOT NULL, hosts TEXT NOT NULL, due_ms bigint NOT NULL,
                PRIMARY KEY(key, gen)
              )
              """,
              "ALTER TABLE object ADD COLUMN meta TEXT NOT NULL DEFAULT ''"));

  private final String where;

  PostgresDialect(String where) {
    this.where = where;
  }

  @Override
  public List<List<String>> schemaSteps() {
    return STEPS;
  }

  /// Takes a lock first, so that two gateways that start at once make the tables once.
  @Override
  public String metaExists() {
    return "SELECT 1 FROM (SELECT pg_advisory_xact_lock(7207105)) AS locked"
        + " WHERE to_regclass('meta') IS NOT NULL";
  }

  @Override
  public boolean hasLazyTransactions() {
    return false;
  }

  @Override
  public void begin(Connection connection, boolean lazy) throws SQLException {
    connection.setAutoCommit(false);
  }

  @Override
  public void commit(Connection connection) throws SQLException {
    connection.commit();
  }

  @Override
  public void rollback(Connection connection) throws SQLException {
    connection.rollback();
  }

  @Override
  public String where() {
    return where;
  }

  @Override
  public Fault kind(SQLException error) {
    String state = error.getSQLState();
    String kind = state == null || state.length() < 2 ? "" : state.substring(0, 2);
    return switch (kind) {
      case "08", "57" -> Fault.UNREACHABLE;
      case "28", "42" -> Fault.DENIED;
      case "40", "55" -> Fault.BUSY;
      case "53" -> Fault.NO_SPACE;
      default -> Fault.IO;
    };
  }
}
