package atoll.libmanta.sql;

import atoll.kit.AtollException;
import atoll.kit.Fault;
import atoll.libmanta.MantaDirectory;
import atoll.libmanta.MantaEntry;
import atoll.libmanta.MantaObject;
import atoll.libmanta.Shark;
import atoll.libmanta.json.JsonObject;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.function.Function;

/// Metadata and sharks in columns of the type `text`, in PostgreSQL and SQLite alike: a column
/// holds the JSON text. A row that holds anything else, null included, is `CORRUPT`.
public final class MantaColumns {

  private MantaColumns() {}

  // ---- reading ----

  public static MantaEntry entry(ResultSet row, String column) throws SQLException {
    return read(row, column, MantaEntry::of);
  }

  public static MantaObject object(ResultSet row, String column) throws SQLException {
    return read(row, column, MantaObject::new);
  }

  public static MantaDirectory directory(ResultSet row, String column) throws SQLException {
    return read(row, column, MantaDirectory::new);
  }

  public static Shark shark(ResultSet row, String column) throws SQLException {
    return read(row, column, Shark::of);
  }

  private static <T> T read(ResultSet row, String column, Function<JsonObject, T> meaning)
      throws SQLException {
    String text = row.getString(column);
    if (text == null) {
      throw new AtollException(Fault.CORRUPT, "column " + column + " is null");
    }
    try {
      return meaning.apply(JsonObject.parse(text));
    } catch (AtollException bad) {
      throw new AtollException(Fault.CORRUPT, "column " + column + ": " + bad.getMessage(), bad);
    }
  }

  // ---- writing ----

  /// Sets a parameter, counted from 1.
  public static void set(PreparedStatement statement, int index, MantaEntry entry)
      throws SQLException {
    statement.setString(index, entry.metadata().toString());
  }

  /// As [#set(PreparedStatement, int, MantaEntry)].
  public static void set(PreparedStatement statement, int index, Shark shark) throws SQLException {
    statement.setString(index, shark.json().toString());
  }
}
