package atoll.sharkspotter.moray;

import atoll.fast.json.Json;
import atoll.kit.AtollException;
import atoll.kit.Fault;
import atoll.moray.MorayClient;
import atoll.moray.MorayOptions;
import atoll.moray.Rows;
import atoll.sharkspotter.ids.IdColumn;
import atoll.sharkspotter.ids.IdColumns;
import atoll.sharkspotter.ids.IdQuery;
import atoll.sharkspotter.source.RowSink;
import atoll.sharkspotter.source.ShardSource;
import atoll.sharkspotter.source.TableShape;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Supplier;

/// One shard's moray server, asked by statements that it hands on to its database. Moray makes an
/// index on each column of ids itself. Confined to one piece of work.
final class MoraySource implements ShardSource {

  private final String name;
  private final MorayClient client;
  private final Duration answer;
  private boolean empty;

  MoraySource(String name, MorayClient client, MorayShardLimits limits) {
    this.name = name;
    this.client = client;
    this.answer = limits.answer();
  }

  /// A row shows its columns; a table without rows has no ids, whatever its columns are.
  @Override
  public TableShape shape() {
    Optional<Json> row = first("SELECT * FROM manta LIMIT 1;");
    empty = row.isEmpty();
    Set<String> columns = row.map(one -> one.members().keySet()).orElse(Set.of());
    return new TableShape(
        empty
            ? IdColumns.BOTH
            : IdColumns.of(
                columns.contains(IdColumn.ID.toString()),
                columns.contains(IdColumn.IDX.toString())),
        true);
  }

  @Override
  public OptionalLong greatest(IdColumn column) {
    return number("SELECT MAX(" + column + ") AS " + MorayRow.ID + " FROM manta;");
  }

  @Override
  public OptionalLong least(IdColumn column, long from) {
    return number(
        "SELECT MIN("
            + column
            + ") AS "
            + MorayRow.ID
            + " FROM manta WHERE "
            + column
            + " >= "
            + from
            + ";");
  }

  private OptionalLong number(String statement) {
    if (empty) {
      return OptionalLong.empty();
    }
    return first(statement).map(MorayRow::number).orElse(OptionalLong.empty());
  }

  private Optional<Json> first(String statement) {
    try (Rows<Json> rows = ask(statement)) {
      Optional<Json> first = told(rows::next);
      if (first.isPresent()) {
        told(rows::next)
            .ifPresent(_ -> {
              throw new AtollException(
                  Fault.CORRUPT, name + ": more than one row answers " + statement);
            });
      }
      return first;
    }
  }

  @Override
  public void read(IdQuery query, RowSink sink) {
    String statement =
        "SELECT "
            + query.id()
            + " AS "
            + MorayRow.ID
            + ", _etag, _value FROM manta WHERE "
            + query.condition()
            + " AND type = 'object' ORDER BY "
            + query.id()
            + ";";
    try (Rows<Json> rows = ask(statement)) {
      for (Optional<Json> row = told(rows::next); row.isPresent(); row = told(rows::next)) {
        if (!sink.take(MorayRow.of(row.get()))) {
          return;
        }
      }
    }
  }

  private Rows<Json> ask(String statement) {
    return told(() -> client.sql(statement, List.of(), MorayOptions.NONE.timeout(answer)));
  }

  /// Names the shard, and the cause if there was no connection; an error of the server is no bug of
  /// ours.
  private <T> T told(Supplier<T> asking) {
    try {
      return asking.get();
    } catch (AtollException failed) {
      AtollException why =
          failed.fault() == Fault.UNREACHABLE && failed.getCause() instanceof AtollException last
              ? last
              : failed;
      Fault fault = why.fault() == Fault.BUG ? Fault.IO : why.fault();
      throw new AtollException(fault, name + ": " + why.getMessage(), failed);
    }
  }

  @Override
  public void close() {
    client.close();
  }
}
