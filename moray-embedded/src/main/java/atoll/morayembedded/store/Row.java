package atoll.morayembedded.store;

import atoll.fast.json.Json;
import atoll.morayembedded.bucket.Index;
import atoll.morayembedded.object.ColumnValue;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/// The row where a query stands. Confined to its visitor.
final class Row {

  private final ResultSet row;
  private final Engine engine;
  private String @Nullable [] labels;

  Row(ResultSet row, Engine engine) {
    this.row = row;
    this.engine = engine;
  }

  /// A text that is never null.
  String text(String column) throws SQLException {
    String text = row.getString(column);
    if (text == null) {
      throw new SQLException("column " + column + " is null where it must not be");
    }
    return text;
  }

  Optional<String> textOrNull(String column) throws SQLException {
    return Optional.ofNullable(row.getString(column));
  }

  OptionalLong number(String column) throws SQLException {
    long number = row.getLong(column);
    return row.wasNull() ? OptionalLong.empty() : OptionalLong.of(number);
  }

  boolean flag(String column) throws SQLException {
    return row.getBoolean(column);
  }

  Optional<ColumnValue> value(Index index) throws SQLException {
    return engine.read(row, index);
  }

  /// The whole row as an object, with the names that the database gives.
  Json json(BigNumbers numbers) throws SQLException {
    String[] names = labels();
    SQLException[] failed = new SQLException[1];
    Json json =
        Json.build(to -> {
          to.writeStartObject();
          for (int i = 0; i < names.length && failed[0] == null; i++) {
            to.writeFieldName(names[i]);
            try {
              engine.write(to, row, i + 1, numbers);
            } catch (SQLException unreadable) {
              failed[0] = unreadable;
              to.writeNull();
            }
          }
          to.writeEndObject();
        });
    if (failed[0] != null) {
      throw failed[0];
    }
    return json;
  }

  private String[] labels() throws SQLException {
    String[] known = labels;
    if (known == null) {
      ResultSetMetaData described = row.getMetaData();
      known = new String[described.getColumnCount()];
      for (int i = 0; i < known.length; i++) {
        known[i] = engine.label(described.getColumnLabel(i + 1));
      }
      labels = known;
    }
    return known;
  }
}
