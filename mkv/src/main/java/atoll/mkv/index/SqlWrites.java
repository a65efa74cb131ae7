package atoll.mkv.index;

import atoll.kit.Check;
import atoll.mkv.key.Generation;
import atoll.mkv.key.HostId;
import atoll.mkv.key.Key;
import atoll.mkv.record.KeyRecord;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;

/// What is written through a connection, inside the caller's transaction. Whether a record is still
/// the expected one is asked by the statement that changes it, so that it holds between processes
/// too. Confined to whoever holds the connection.
final class SqlWrites implements AutoCloseable {

  private static final String INSERT =
      "INSERT INTO object(" + Rows.COLUMNS + ") VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";

  private static final String UPDATE_SET =
      "gen = ?, state = ?, blob_gen = ?, size = ?, type = ?, crc32c = ?, sha256 = ?, md5 = ?,"
          + " created_ms = ?, hosts = ?, ring_epoch = ?, meta = ?";

  private static final String REPLACE_SET =
      "gen = excluded.gen, state = excluded.state, blob_gen = excluded.blob_gen,"
          + " size = excluded.size, type = excluded.type, crc32c = excluded.crc32c,"
          + " sha256 = excluded.sha256, md5 = excluded.md5, created_ms = excluded.created_ms,"
          + " hosts = excluded.hosts, ring_epoch = excluded.ring_epoch,"
          + " meta = excluded.meta";

  private final PreparedStatements prepared;
  private final SqlReads reads;

  SqlWrites(Connection connection) {
    this.prepared = new PreparedStatements(connection);
    this.reads = new SqlReads(prepared);
  }

  Connection connection() {
    return prepared.connection();
  }

  ChangeResult apply(Change change) throws SQLException {
    return switch (change) {
      case Change.Put put -> put(put);
      case Change.Remove remove -> remove(remove);
      case Change.Begin begin -> {
        begin(begin.writing());
        yield new ChangeResult.Applied();
      }
      case Change.GiveUp giveUp -> {
        arrived(giveUp.key(), giveUp.generation());
        add(giveUp.chores());
        yield new ChangeResult.Applied();
      }
      case Change.Note note -> {
        Schema.set(connection(), note.name(), note.value());
        yield new ChangeResult.Applied();
      }
      case Change.Add add -> {
        add(add.chores());
        yield new ChangeResult.Applied();
      }
      case Change.Finish finish -> {
        finish(finish.chore());
        yield new ChangeResult.Applied();
      }
      case Change.Done done -> {
        done(done);
        yield new ChangeResult.Applied();
      }
      case Change.Postpone postpone -> {
        postpone(postpone);
        yield new ChangeResult.Applied();
      }
    };
  }

  private ChangeResult put(Change.Put put) throws SQLException {
    KeyRecord record = put.record();
    int changed;
    if (put.expected().isEmpty()) {
      PreparedStatement insert = prepared.of(INSERT + " ON CONFLICT (key) DO NOTHING");
      Rows.setKey(insert, 1, record.key());
      Check.that(Rows.setRest(insert, 2, record) == Rows.PARAMETERS + 1, "a value for each column");
      changed = insert.executeUpdate();
    } else {
      PreparedStatement update =
          prepared.of("UPDATE object SET " + UPDATE_SET + " WHERE key = ? AND gen = ?");
      int next = Rows.setRest(update, 1, record);
      Rows.setKey(update, next, record.key());
      update.setLong(next + 1, put.expected().get().value());
      changed = update.executeUpdate();
    }
    if (changed == 0) {
      return outdated(record.key());
    }
    if (record.content().blob().equals(record.generation())) {
      arrived(record.key(), record.generation());
    }
    add(put.chores());
    return new ChangeResult.Applied();
  }

  private ChangeResult remove(Change.Remove remove) throws SQLException {
    PreparedStatement delete = prepared.of("DELETE FROM object WHERE key = ? AND gen = ?");
    Rows.setKey(delete, 1, remove.key());
    delete.setLong(2, remove.expected().value());
    return delete.executeUpdate() == 0 ? outdated(remove.key()) : new ChangeResult.Applied();
  }

  private ChangeResult outdated(Key key) throws SQLException {
    return new ChangeResult.Outdated(reads.find(key));
  }

  private void begin(Writing writing) throws SQLException {
    PreparedStatement insert =
        prepared.of("INSERT INTO writing(key, gen, hosts, due_ms) VALUES (?, ?, ?, ?)");
    Rows.setKey(insert, 1, writing.key());
    insert.setLong(2, writing.generation().value());
    insert.setString(3, Rows.hosts(writing.hosts()));
    insert.setLong(4, writing.dueMillis());
    insert.executeUpdate();
  }

  /// Nothing is on its way any more as that generation.
  private void arrived(Key key, Generation generation) throws SQLException {
    PreparedStatement delete = prepared.of("DELETE FROM writing WHERE key = ? AND gen = ?");
    Rows.setKey(delete, 1, key);
    delete.setLong(2, generation.value());
    delete.executeUpdate();
  }

  private void add(List<NewChore> chores) throws SQLException {
    for (NewChore chore : chores) {
      PreparedStatement insert =
          prepared.of(
              "INSERT INTO chore(kind, key, blob_gen, host, due_ms, attempts)"
                  + " VALUES (?, ?, ?, ?, ?, 0)");
      insert.setInt(1, chore.kind().code());
      Rows.setKey(insert, 2, chore.key());
      insert.setLong(3, chore.blob().value());
      insert.setString(4, chore.host().text());
      insert.setLong(5, chore.dueMillis());
      insert.executeUpdate();
    }
  }

  private void finish(Chore chore) throws SQLException {
    PreparedStatement delete = prepared.of("DELETE FROM chore WHERE id = ?");
    delete.setLong(1, chore.id());
    delete.executeUpdate();
    bury(chore.key());
  }

  private void done(Change.Done done) throws SQLException {
    PreparedStatement delete =
        prepared.of("DELETE FROM chore WHERE key = ? AND kind = ? AND blob_gen = ? AND host = ?");
    for (HostId host : done.hosts()) {
      Rows.setKey(delete, 1, done.key());
      delete.setInt(2, done.kind().code());
      delete.setLong(3, done.blob().value());
      delete.setString(4, host.text());
      delete.executeUpdate();
    }
    bury(done.key());
  }

  /// Removes a tombstone that has no chore left.
  private void bury(Key key) throws SQLException {
    PreparedStatement bury =
        prepared.of(
            "DELETE FROM object WHERE key = ? AND state = 3"
                + " AND NOT EXISTS (SELECT 1 FROM chore WHERE chore.key = object.key)");
    Rows.setKey(bury, 1, key);
    bury.executeUpdate();
  }

  private void postpone(Change.Postpone postpone) throws SQLException {
    PreparedStatement update =
        prepared.of("UPDATE chore SET due_ms = ?, attempts = attempts + 1 WHERE id = ?");
    update.setLong(1, postpone.dueMillis());
    update.setLong(2, postpone.chore().id());
    update.executeUpdate();
  }

  /// Puts records whatever is there.
  void load(List<KeyRecord> records) throws SQLException {
    PreparedStatement insert =
        prepared.of(INSERT + " ON CONFLICT (key) DO UPDATE SET " + REPLACE_SET);
    for (KeyRecord record : records) {
      Rows.setKey(insert, 1, record.key());
      Check.that(Rows.setRest(insert, 2, record) == Rows.PARAMETERS + 1, "a value for each column");
      insert.addBatch();
    }
    insert.executeBatch();
  }

  @Override
  public void close() throws SQLException {
    prepared.close();
  }
}
