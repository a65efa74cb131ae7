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
import atoll.mkv.record.Sidecar;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Records and chores as rows.
final class Rows {

  /// All columns of a record, as they are written.
  static final String COLUMNS =
      "key, gen, state, blob_gen, size, type, crc32c, sha256, md5, created_ms, hosts, ring_epoch,"
          + " meta";

  /// How many they are.
  static final int PARAMETERS = 13;

  /// All columns of a record but its key, as they are read: three. Numbers, hosts, type and what
  /// the client says come as one text with a short name, since a driver asks the engine for each
  /// column and its name at each query, and that costs more than to read them.
  ///
  /// ```
  /// gen state blob_gen size crc32c created_ms ring_epoch hosts
  /// type
  /// meta, no line or several
  /// ```
  static final String READ_COLUMNS =
      "CAST(gen AS TEXT) || ' ' || CAST(state AS TEXT) || ' ' || CAST(blob_gen AS TEXT)"
          + " || ' ' || CAST(size AS TEXT) || ' ' || CAST(crc32c AS TEXT)"
          + " || ' ' || CAST(created_ms AS TEXT) || ' ' || CAST(ring_epoch AS TEXT)"
          + " || ' ' || hosts || '\n' || type || '\n' || meta AS t, sha256, md5";

  /// The same with the key behind them.
  static final String READ_COLUMNS_AND_KEY = READ_COLUMNS + ", key";

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
    statement.setString(next++, meta(content.meta()));
    return next;
  }

  static void setKey(PreparedStatement statement, int parameter, Key key) throws SQLException {
    statement.setBytes(parameter, key.bytes().toArray());
  }

  static String hosts(List<HostId> hosts) {
    StringBuilder text = new StringBuilder(8 * hosts.size());
    for (HostId host : hosts) {
      text.append(text.isEmpty() ? "" : ",").append(host.text());
    }
    return text.toString();
  }

  /// A line for each field, as a sidecar has it.
  private static String meta(List<Sidecar.Field> fields) {
    StringBuilder text = new StringBuilder();
    for (Sidecar.Field field : fields) {
      text.append(field.name()).append(": ").append(field.value()).append('\n');
    }
    return text.toString();
  }

  private static List<Sidecar.Field> readMeta(String text) {
    if (text.isEmpty()) {
      return List.of();
    }
    List<Sidecar.Field> fields = new ArrayList<>();
    for (String line : text.split("\n", -1)) {
      int colon = line.indexOf(": ");
      if (colon > 0) {
        fields.add(new Sidecar.Field(line.substring(0, colon), line.substring(colon + 2)));
      }
    }
    return fields;
  }

  /// Reads a row of [#READ_COLUMNS_AND_KEY].
  static KeyRecord record(ResultSet row) throws SQLException {
    return record(row, Bytes.of(row.getBytes(4)));
  }

  /// Reads a row of [#READ_COLUMNS].
  static KeyRecord record(ResultSet row, Bytes key) throws SQLException {
    try {
      Joined joined = new Joined(row.getString(1));
      Generation generation = new Generation(joined.number());
      KeyState state = KeyState.of((int) joined.number());
      Generation blob = new Generation(joined.number());
      long size = joined.number();
      int crc32c = (int) joined.number();
      long created = joined.number();
      long epoch = joined.number();
      List<HostId> hosts = readHosts(joined.line());
      String type = joined.line();
      byte[] md5 = row.getBytes(3);
      Checksums checksums =
          new Checksums(
              crc32c,
              Bytes.of(row.getBytes(2)),
              md5 == null ? Optional.empty() : Optional.of(Bytes.of(md5)));
      return new KeyRecord(
          new Key(key),
          generation,
          state,
          new KeyRecord.Content(blob, size, checksums, type, created, readMeta(joined.rest())),
          hosts,
          epoch);
    } catch (IllegalArgumentException | AssertionError | AtollException broken) {
      throw new AtollException(
          Fault.CORRUPT,
          "the index holds a broken record for the key "
              + key
              + ": "
              + broken.getMessage()
              + "; run `mkv index verify`",
          broken);
    }
  }

  /// The text of [#READ_COLUMNS], read from its beginning. Confined to one reading.
  private static final class Joined {
    private final String text;
    private int at;

    Joined(String text) {
      this.text = text;
    }

    /// The number in front of the next space.
    long number() {
      int end = text.indexOf(' ', at);
      long number = Long.parseLong(text, at, end, 10);
      at = end + 1;
      return number;
    }

    /// What is left of this line.
    String line() {
      int end = text.indexOf('\n', at);
      String line = text.substring(at, end);
      at = end + 1;
      return line;
    }

    String rest() {
      return text.substring(at);
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

  static Writing writing(ResultSet row) throws SQLException {
    return new Writing(
        new Key(Bytes.of(row.getBytes(1))),
        new Generation(row.getLong(2)),
        readHosts(row.getString(3)),
        row.getLong(4));
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
