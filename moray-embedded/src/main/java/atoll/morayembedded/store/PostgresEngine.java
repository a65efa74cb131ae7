package atoll.morayembedded.store;

import atoll.moray.MorayErrorKind;
import atoll.morayembedded.bucket.Index;
import atoll.morayembedded.bucket.IndexType;
import atoll.morayembedded.error.Refusal;
import atoll.morayembedded.object.ColumnValue;
import atoll.morayembedded.object.IndexText;
import atoll.morayembedded.statement.Dialect;
import atoll.morayembedded.statement.PostgresDialect;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.sql.Array;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.sql.Types;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

/// PostgreSQL's driver.
final class PostgresEngine implements Engine {

  private static final Pattern VIOLATION = Pattern.compile("\\(\"?(\\w+)\"?\\)=");
  private static final String UNIQUE_VIOLATION = "23505";
  private static final String CANCELLED = "57014";

  private final Dialect dialect = new PostgresDialect();

  @Override
  public Dialect dialect() {
    return dialect;
  }

  @Override
  public String question() {
    return "??";
  }

  @Override
  public void bind(PreparedStatement statement, int at, @Nullable String value)
      throws SQLException {
    if (value == null) {
      statement.setNull(at, Types.OTHER);
    } else {
      statement.setObject(at, value, Types.OTHER);
    }
  }

  @Override
  public Optional<ColumnValue> read(ResultSet row, Index index) throws SQLException {
    if (!index.array()) {
      return Optional.ofNullable(scalar(row, index)).map(ColumnValue.One::new);
    }
    Array array = row.getArray(index.column());
    if (array == null) {
      return Optional.empty();
    }
    List<String> texts = new ArrayList<>();
    for (Object element : (Object[]) array.getArray()) {
      texts.add(element instanceof Timestamp moment ? moment(moment) : Objects.toString(element));
    }
    return Optional.of(new ColumnValue.Many(texts));
  }

  private static @Nullable String scalar(ResultSet row, Index index) throws SQLException {
    if (index.type() == IndexType.DATE) {
      OffsetDateTime moment = row.getObject(index.column(), OffsetDateTime.class);
      return moment == null ? null : IndexText.moment(moment);
    }
    String text = row.getString(index.column());
    if (text != null && index.type() == IndexType.BOOLEAN) {
      return text.startsWith("t") ? "true" : "false";
    }
    return text;
  }

  private static String moment(Timestamp moment) {
    return IndexText.moment(
        OffsetDateTime.ofInstant(Instant.ofEpochMilli(moment.getTime()), ZoneOffset.UTC));
  }

  @Override
  public Cell cell(ResultSetMetaData columns, int column, BigNumbers numbers) throws SQLException {
    return switch (columns.getColumnType(column)) {
      case Types.SMALLINT, Types.INTEGER -> ofText(column, JsonGenerator::writeNumber);
      case Types.BIGINT, Types.NUMERIC -> ofText(column, (to, text) -> number(to, text, numbers));
      case Types.REAL, Types.DOUBLE ->
          ofText(column, (to, text) -> number(to, text, BigNumbers.AS_NUMBERS));
      case Types.BIT, Types.BOOLEAN ->
          ofText(column, (to, text) -> to.writeBoolean(text.startsWith("t")));
      case Types.TIMESTAMP, Types.TIMESTAMP_WITH_TIMEZONE ->
          of(row -> row.getTimestamp(column), (to, moment) -> to.writeString(moment(moment)));
      case Types.ARRAY -> of(row -> row.getArray(column), PostgresEngine::array);
      // The database's UTF-8 is passed on without a text in between.
      case Types.VARCHAR, Types.CHAR ->
          of(row -> row.getBytes(column), (to, utf8) -> to.writeUTF8String(utf8, 0, utf8.length));
      default -> ofText(column, JsonGenerator::writeString);
    };
  }

  private interface Reading<T> {
    @Nullable T of(ResultSet row) throws SQLException;
  }

  /// What is written for a value that is not null.
  private interface Writing<T> {
    void write(JsonGenerator to, T value) throws SQLException, IOException;
  }

  private static <T> Cell of(Reading<T> reading, Writing<T> writing) {
    return (to, row) -> {
      T value = reading.of(row);
      if (value == null) {
        to.writeNull();
      } else {
        writing.write(to, value);
      }
    };
  }

  private static Cell ofText(int column, Writing<String> writing) {
    return of(row -> row.getString(column), writing);
  }

  private static void number(JsonGenerator to, String text, BigNumbers numbers) throws IOException {
    boolean isNumber = Character.isDigit(text.charAt(text.length() - 1));
    if (!isNumber) {
      // NaN and the infinities, for which JSON has no word.
      to.writeNull();
    } else if (numbers == BigNumbers.AS_TEXT) {
      to.writeString(text);
    } else {
      to.writeNumber(text);
    }
  }

  private static void array(JsonGenerator to, Array array) throws SQLException, IOException {
    to.writeStartArray();
    for (Object element : (Object[]) array.getArray()) {
      switch (element) {
        case null -> to.writeNull();
        case Boolean flag -> to.writeBoolean(flag);
        case Integer number -> to.writeNumber(number);
        case Timestamp moment -> to.writeString(moment(moment));
        default -> to.writeString(element.toString());
      }
    }
    to.writeEndArray();
  }

  @Override
  public String label(String given) {
    return given;
  }

  @Override
  public Refusal failure(SQLException error) {
    String state = state(error);
    String message = serverMessage(error).map(ServerErrorMessage::getMessage).orElse(null);
    String said = message == null ? String.valueOf(error.getMessage()) : message;
    if (state.equals(CANCELLED) || (state.isEmpty() && said.contains("timed out"))) {
      return new Refusal(MorayErrorKind.QUERY_TIMEOUT, "query timed out: " + said, error);
    }
    if (isUnusable(error)) {
      return new Refusal(
          MorayErrorKind.NO_DATABASE_PEERS, "the database cannot be used: " + said, error);
    }
    return new Refusal(MorayErrorKind.INTERNAL, said, error);
  }

  /// Whether it is the connection or the server that cannot be used.
  boolean isUnusable(SQLException error) {
    String state = state(error);
    return state.startsWith("08") || state.startsWith("57P") || state.startsWith("53");
  }

  private static String state(SQLException error) {
    return error.getSQLState() == null ? "" : error.getSQLState();
  }

  private static Optional<ServerErrorMessage> serverMessage(SQLException error) {
    return error instanceof PSQLException told
        ? Optional.ofNullable(told.getServerErrorMessage())
        : Optional.empty();
  }

  @Override
  public Optional<String> violatedColumn(SQLException error) {
    if (!state(error).equals(UNIQUE_VIOLATION)) {
      return Optional.empty();
    }
    return serverMessage(error)
        .map(ServerErrorMessage::getDetail)
        .map(VIOLATION::matcher)
        .filter(Matcher::find)
        .map(matcher -> matcher.group(1));
  }

  @Override
  public boolean isBadValue(SQLException error) {
    return state(error).startsWith("22");
  }

  @Override
  public boolean mayPass(SQLException error) {
    return state(error).startsWith("40");
  }
}
