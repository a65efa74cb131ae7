package atoll.mkv.index;

import atoll.kit.AtollException;
import atoll.kit.Bytes;
import atoll.kit.Fault;
import atoll.mkv.key.Generation;
import atoll.mkv.key.HostId;
import atoll.mkv.key.Key;
import atoll.mkv.record.Checksums;
import atoll.mkv.record.KeyRecord;
import atoll.mkv.record.KeyState;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Records and chores as rows.
final class Rows {

  static final String COLUMNS =
      "key, gen, state, blob_gen, size, type, crc32c, sha256, md5, created_ms, hosts, ring_epoch";

  static final String CHORE_COLUMNS = "id, kind, key, blob_gen, host, due_ms, attempts";

  private Rows() {}

  /// Sets all columns of a record but its key, from parameter `first` on.
  ///
  /// @return the next free parameter
  static int setRest(PreparedStatement statement, int first, KeyRecord record) throws SQLException {
    KeyRecord.Content content = record.content();
    int next = first;
    statement.setLong(next++, record.generation().value());
    statement.setInt(next++, record.state().code());
    statement.setLong(next++, content.blob().value());
    statement.setLong(next++, content.sizeBytes());
    statement.setString(next++, content.type());
    statement.setInt(next++, content.checksums().crc32c());
    statement.setBytes(next++, content.checksums().sha256().toArray());
    Optional<Bytes> md5 = content.checksums().md5();
    if (md5.isPresent()) {
      statement.setBytes(next++, md5.get().toArray());
    } else {
      statement.setNull(next++, Types.BINARY);
    }
    statement.setLong(next++, content.createdMillis());
    statement.setString(next++, hosts(record.hosts()));
    statement.setLong(next++, record.ringEpoch());
    return next;
  }

  static void setKey(PreparedStatement statement, int parameter, Key key) throws SQLException {
    statement.setBytes(parameter, key.bytes().toArray());
  }

  private static String hosts(List<HostId> hosts) {
    StringBuilder text = new StringBuilder(8 * hosts.size());
    for (HostId host : hosts) {
      text.append(text.isEmpty() ? "" : ",").append(host.text());
    }
    return text.toString();
  }

  /// Reads a row of [#COLUMNS].
  static KeyRecord record(ResultSet row) throws SQLException {
    byte[] key = row.getBytes(1);
    return record(row, key);
  }

  private static KeyRecord record(ResultSet row, byte[] key) throws SQLException {
    try {
      byte[] md5 = row.getBytes(9);
      Checksums checksums =
          new Checksums(
              row.getInt(7),
              Bytes.of(row.getBytes(8)),
              md5 == null ? Optional.empty() : Optional.of(Bytes.of(md5)));
      return new KeyRecord(
          new Key(Bytes.of(key)),
          new Generation(row.getLong(2)),
          KeyState.of(row.getInt(3)),
          new KeyRecord.Content(
              new Generation(row.getLong(4)),
              row.getLong(5),
              checksums,
              row.getString(6),
              row.getLong(10)),
          readHosts(row.getString(11)),
          row.getLong(12));
    } catch (IllegalArgumentException | AssertionError | AtollException broken) {
      throw new AtollException(
          Fault.CORRUPT,
          "the index holds a broken record for the key "
              + Bytes.of(key)
              + ": "
              + broken.getMessage()
              + "; run `mkv index verify`",
          broken);
    }
  }

  private static List<HostId> readHosts(String text) {
    List<HostId> hosts = new ArrayList<>(3);
    if (!text.isEmpty()) {
      for (String id : text.split(",", -1)) {
        hosts.add(new HostId(id));
      }
    }
    return hosts;
  }

  /// Reads a row of [#CHORE_COLUMNS].
  static Chore chore(ResultSet row) throws SQLException {
    return new Chore(
        row.getLong(1),
        Chore.Kind.of(row.getInt(2)),
        new Key(Bytes.of(row.getBytes(3))),
        new Generation(row.getLong(4)),
        new HostId(row.getString(5)),
        row.getLong(6),
        row.getInt(7));
  }
}
