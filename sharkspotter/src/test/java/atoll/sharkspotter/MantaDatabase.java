package atoll.sharkspotter;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashSet;
import java.util.Set;

/// A real PostgreSQL with a database for each shard, `moray_<number>`. Confined to a test class.
public final class MantaDatabase implements AutoCloseable {

  private final EmbeddedPostgres server;
  private final Set<Integer> made = new HashSet<>();

  private MantaDatabase(EmbeddedPostgres server) {
    this.server = server;
  }

  public static MantaDatabase start(Path folder) throws IOException {
    return new MantaDatabase(
        EmbeddedPostgres.builder().setDataDirectory(folder.resolve("data")).start());
  }

  public int port() {
    return server.getPort();
  }

  public void administer(String... commands) throws SQLException {
    run("postgres", commands);
  }

  /// Runs commands in a shard's database.
  public void in(int shard, String... commands) throws SQLException {
    run("moray_" + shard, commands);
  }

  private void run(String database, String... commands) throws SQLException {
    try (Connection connection = connect(database);
        Statement statement = connection.createStatement()) {
      for (String command : commands) {
        statement.execute(command);
      }
    }
  }

  public Connection connect(String database) throws SQLException {
    return server.getDatabase("postgres", database).getConnection();
  }

  /// Makes a shard's table anew, with the columns that every shard has, and these.
  public void create(int shard, String idColumns) throws SQLException {
    if (made.add(shard)) {
      administer("create database moray_" + shard);
    }
    in(
        shard,
        "drop table if exists manta",
        "create table manta ("
            + (idColumns.isEmpty() ? "" : idColumns + ", ")
            + "_txn_snap integer, _key text primary key, _value text, _etag char(8),"
            + " _mtime bigint, _vnode bigint, dirname text, name text, owner text,"
            + " objectid text, type text)");
  }

  /// Fills a shard with objects whose ids go from one to another, `number` in each. Each lies on
  /// the sharks `<number % 5>.stor.x` and `<number % 5 + 1>.stor.x`.
  ///
  /// @param column that gets the id; a second one may follow it with its value
  public void fill(int shard, String column, long from, long to) throws SQLException {
    in(
        shard,
        """
        insert into manta (%1$s, _key, _value, _etag, type)
        select number, '%1$s' || number, json_build_object(
            'dirname', '/o/stor', 'key', '/o/stor/' || number, 'name', number::text,
            'owner', 'o', 'objectId', 'object-' || number, 'type', 'object', 'sharks',
            json_build_array(
                json_build_object('datacenter', 'dc1', 'manta_storage_id',
                    number %% 5 || '.stor.x'),
                json_build_object('datacenter', 'dc2', 'manta_storage_id',
                    number %% 5 + 1 || '.stor.x')))::text,
            lpad(number::text, 8, '0'), 'object'
        from generate_series(%2$d::bigint, %3$d::bigint) number
        """
            .formatted(column, from, to));
  }

  /// One row as a test says.
  public void insert(int shard, String columns, String values) throws SQLException {
    in(shard, "insert into manta (" + columns + ") values (" + values + ")");
  }

  @Override
  public void close() throws IOException {
    server.close();
  }
}
