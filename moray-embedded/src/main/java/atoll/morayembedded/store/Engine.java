package atoll.morayembedded.store;

import atoll.morayembedded.bucket.Index;
import atoll.morayembedded.error.Refusal;
import atoll.morayembedded.object.ColumnValue;
import atoll.morayembedded.statement.Dialect;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What the drivers of the two databases do differently.
interface Engine {

  Dialect dialect();

  /// How a question mark that is an operator is written for the driver.
  String question();

  /// Binds a parameter whose type the database infers.
  void bind(PreparedStatement statement, int at, @Nullable String value) throws SQLException;

  /// Reads the column of an index; empty for null.
  Optional<ColumnValue> read(ResultSet row, Index index) throws SQLException;

  /// How a column of any query is passed on, looked up once for all rows.
  Cell cell(ResultSetMetaData columns, int column, BigNumbers numbers) throws SQLException;

  /// Writes one column of a row as moray passes it on.
  @FunctionalInterface
  interface Cell {
    void write(JsonGenerator to, ResultSet row) throws SQLException, IOException;
  }

  /// What clients are told a column of any query is called.
  String label(String given);

  /// What clients are told of an error.
  Refusal failure(SQLException error);

  /// The column whose values must be unique and were not; empty if the error is another.
  Optional<String> violatedColumn(SQLException error);

  /// Whether the values of the statement, and not the statement itself, are what is wrong.
  boolean isBadValue(SQLException error);

  /// Whether the same transaction may succeed when it is run once more.
  boolean mayPass(SQLException error);
}
