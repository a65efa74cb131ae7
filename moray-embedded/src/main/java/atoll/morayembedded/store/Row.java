package atoll.morayembedded.store;

import atoll.fast.json.Json;
import atoll.morayembedded.bucket.Index;
import atoll.morayembedded.object.ColumnValue;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.io.SerializedString;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/// The row where a query stands. Confined to its visitor.
final class Row {

  private final ResultSet row;
  private final Engine engine;
  private @Nullable Columns columns;

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
  ///
  /// @param numbers the same for all rows of a query
  Json json(BigNumbers numbers) throws SQLException {
    Columns all = columns(numbers);
    try {
      return Json.build(to -> write(all, to));
    } catch (UncheckedIOException failed) {
      if (failed.getCause() instanceof Unreadable unreadable) {
        throw unreadable.error;
      }
      throw failed;
    }
  }

  /// Carries an error of the database out of the writing of JSON.
  private static final class Unreadable extends IOException {
    private static final long serialVersionUID = 1L;
    final transient SQLException error;

    Unreadable(SQLException error) {
      super(error);
      this.error = error;
    }
  }

  private void write(Columns all, JsonGenerator to) throws IOException {
    to.writeStartObject();
    for (int i = 0; i < all.labels().size(); i++) {
      to.writeFieldName(all.labels().get(i));
      try {
        all.cells().get(i).write(to, row);
      } catch (SQLException unreadable) {
        throw new Unreadable(unreadable);
      }
    }
    to.writeEndObject();
  }

  /// What all rows of a query have in common.
  private record Columns(List<SerializedString> labels, List<Engine.Cell> cells) {}

  private Columns columns(BigNumbers numbers) throws SQLException {
    Columns known = columns;
    if (known == null) {
      ResultSetMetaData described = row.getMetaData();
      List<SerializedString> labels = new ArrayList<>();
      List<Engine.Cell> cells = new ArrayList<>();
      for (int i = 1; i <= described.getColumnCount(); i++) {
        labels.add(new SerializedString(engine.label(described.getColumnLabel(i))));
        cells.add(engine.cell(described, i, numbers));
      }
      known = new Columns(labels, cells);
      columns = known;
    }
    return known;
  }
}
