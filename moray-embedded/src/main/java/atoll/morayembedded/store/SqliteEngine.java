package atoll.morayembedded.store;

import atoll.fast.json.Json;
import atoll.moray.MorayErrorKind;
import atoll.morayembedded.bucket.Index;
import atoll.morayembedded.error.Refusal;
import atoll.morayembedded.object.ColumnValue;
import atoll.morayembedded.statement.Dialect;
import atoll.morayembedded.statement.SqliteDialect;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/// SQLite's driver.
final class SqliteEngine implements Engine {

  private static final Pattern VIOLATION =
      Pattern.compile("UNIQUE constraint failed: \\w+\\.(\\w+)");

  private static final Pattern FUNCTION = Pattern.compile("(\\w+)\\(.*\\)");

  private final Dialect dialect = new SqliteDialect();

  @Override
  public Dialect dialect() {
    return dialect;
  }

  @Override
  public String question() {
    return "?";
  }

  @Override
  public void bind(PreparedStatement statement, int at, @Nullable String value)
      throws SQLException {
    statement.setString(at, value);
  }

  @Override
  public Optional<ColumnValue> read(ResultSet row, Index index) throws SQLException {
    String text = row.getString(index.column());
    if (text == null) {
      return Optional.empty();
    }
    if (!index.array()) {
      return Optional.of(new ColumnValue.One(text));
    }
    List<String> texts = new ArrayList<>();
    for (Json element : Json.parse(text).elements()) {
      texts.add(element.asText().orElseGet(element::toString));
    }
    return Optional.of(new ColumnValue.Many(texts));
  }

  /// All whole numbers have 64 bits here. Each value has a type of its own.
  @Override
  public Cell cell(ResultSetMetaData columns, int column, BigNumbers numbers) {
    return (to, row) -> {
      switch (row.getObject(column)) {
        case null -> to.writeNull();
        case Double real -> to.writeNumber(real);
        case Number whole when numbers == BigNumbers.AS_NUMBERS ->
            to.writeNumber(whole.longValue());
        case Object other -> to.writeString(other.toString());
      }
    };
  }

  /// `MAX(_id)` is called `max`, as in PostgreSQL.
  @Override
  public String label(String given) {
    Matcher function = FUNCTION.matcher(given);
    return function.matches() ? function.group(1).toLowerCase(Locale.ROOT) : given;
  }

  @Override
  public Refusal failure(SQLException error) {
    String said = String.valueOf(error.getMessage());
    return switch (code(error)) {
      case SQLITE_INTERRUPT, SQLITE_BUSY ->
          new Refusal(MorayErrorKind.QUERY_TIMEOUT, "query timed out: " + said, error);
      case SQLITE_FULL, SQLITE_IOERR, SQLITE_CANTOPEN, SQLITE_CORRUPT, SQLITE_READONLY ->
          new Refusal(
              MorayErrorKind.NO_DATABASE_PEERS, "the database cannot be used: " + said, error);
      default -> new Refusal(MorayErrorKind.INTERNAL, said, error);
    };
  }

  private static SQLiteErrorCode code(SQLException error) {
    // Extended codes carry the plain one in their low byte.
    return error instanceof SQLiteException told
        ? SQLiteErrorCode.getErrorCode(told.getResultCode().code & 0xff)
        : SQLiteErrorCode.UNKNOWN_ERROR;
  }

  @Override
  public Optional<String> violatedColumn(SQLException error) {
    Matcher matcher = VIOLATION.matcher(String.valueOf(error.getMessage()));
    return matcher.find() ? Optional.of(matcher.group(1)) : Optional.empty();
  }

  @Override
  public boolean isBadValue(SQLException error) {
    return code(error) == SQLiteErrorCode.SQLITE_MISMATCH;
  }

  @Override
  public boolean mayPass(SQLException error) {
    return false;
  }
}
