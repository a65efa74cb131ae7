package atoll.bench.sharkspotter;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;

/// A PostgreSQL of its own with one database for each size of table. Objects are some 700 bytes of
/// metadata and lie on two of ten sharks. Confined.
final class ShardTable implements AutoCloseable {

  private final EmbeddedPostgres server;

  private ShardTable(EmbeddedPostgres server) {
    this.server = server;
  }

  static ShardTable start(Path folder) throws IOException {
    return new ShardTable(
        EmbeddedPostgres.builder()
            .setDataDirectory(folder.resolve("data"))
            .setServerConfig("shared_buffers", "1GB")
            .setServerConfig("fsync", "off")
            .start());
  }

  int port() {
    return server.getPort();
  }

  static String database(int objects) {
    return "moray_" + objects;
  }

  /// The table as moray lays it out, with its indexes.
  void create(int objects) throws SQLException {
    run("postgres", "create database " + database(objects));
    run(
        database(objects),
        """
        create table manta (_id bigint, _txn_snap integer, _key text, _value text not null,
            _etag char(8) not null, _mtime bigint, _vnode bigint, dirname text, name text,
            owner text, objectid text, type text)
        """,
        """
        insert into manta
        select number, null, key, json_build_object(
            'dirname', directory, 'key', key,
            'headers', json_build_object('content-disposition', 'attachment', 'm-kind', 'sample'),
            'mtime', 1500000000000 + number, 'name', number::text, 'creator', owner,
            'owner', owner, 'roles', json_build_array(), 'type', 'object',
            'contentLength', number %% 1048576, 'contentMD5', 'kAFQmDzST7DWlj99KOF/cg==',
            'contentType', 'application/octet-stream', 'etag', object, 'objectId', object,
            'sharks', json_build_array(
                json_build_object('datacenter', 'east-1',
                    'manta_storage_id', number %% 10 || '.stor.east.example.com'),
                json_build_object('datacenter', 'east-2',
                    'manta_storage_id', (number + 3) %% 10 || '.stor.east.example.com')),
            'vnode', number %% 65536)::text,
            lpad(to_hex(number), 8, '0'), 1500000000000 + number, number %% 65536, directory,
            number::text, owner, object, 'object'
        from (select *, directory || '/' || number key from (
            select number, '930896af-bf8c-48d4-885c-6573a94b1853' owner,
                '/930896af-bf8c-48d4-885c-6573a94b1853/stor/some/folder/' || number %% 1000
                    directory,
                gen_random_uuid()::text object
            from generate_series(1, %d) number) named) keyed
        """
            .formatted(objects),
        "alter table manta add primary key (_key)",
        "create index manta__id_idx on manta (_id)",
        "create index manta_objectid_idx on manta (objectid)",
        "vacuum analyze manta");
  }

  private void run(String database, String... commands) throws SQLException {
    try (Connection connection = server.getDatabase("postgres", database).getConnection();
        Statement statement = connection.createStatement()) {
      for (String command : commands) {
        statement.execute(command);
      }
    }
  }

  /// Bytes of a table, without its indexes.
  long bytes(int objects) throws SQLException {
    try (Connection connection = server.getDatabase("postgres", database(objects)).getConnection();
        Statement statement = connection.createStatement();
        var answer = statement.executeQuery("select pg_relation_size('manta')")) {
      answer.next();
      return answer.getLong(1);
    }
  }

  @Override
  public void close() throws IOException {
    server.close();
  }
}
