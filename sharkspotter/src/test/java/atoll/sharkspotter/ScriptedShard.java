package atoll.sharkspotter;

import atoll.kit.AtollException;
import atoll.kit.Fault;
import atoll.sharkspotter.ids.IdColumn;
import atoll.sharkspotter.ids.IdColumns;
import atoll.sharkspotter.ids.IdQuery;
import atoll.sharkspotter.row.Row;
import atoll.sharkspotter.row.Slice;
import atoll.sharkspotter.source.RowSink;
import atoll.sharkspotter.source.ShardSource;
import atoll.sharkspotter.source.TableShape;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/// A shard whose rows and troubles a test says. Its rows have `_id` alone. Confined to a test.
final class ScriptedShard implements ShardSource {

  static final String SHARK = "1.stor.x";

  final List<Row> rows = new ArrayList<>();

  /// What was asked, in order.
  final List<String> asked = new ArrayList<>();

  /// Breaks in turn: each reading fails behind so many rows. None is left: readings succeed.
  final List<Integer> breaks = new ArrayList<>();

  Fault fault = Fault.UNREACHABLE;
  boolean inRanges = true;
  boolean closed;

  ScriptedShard with(long id) {
    return with(
        id,
        "{\"key\":\"k"
            + id
            + "\",\"objectId\":\"o"
            + id
            + "\",\"sharks\":["
            + "{\"manta_storage_id\":\""
            + SHARK
            + "\"}]}");
  }

  ScriptedShard with(long id, String value) {
    rows.add(new Row(id, Slice.utf8("E"), Slice.utf8(value)));
    return this;
  }

  @Override
  public TableShape shape() {
    return new TableShape(IdColumns.ID_ALONE, inRanges);
  }

  @Override
  public OptionalLong greatest(IdColumn column) {
    return rows.stream().mapToLong(Row::id).max();
  }

  @Override
  public OptionalLong least(IdColumn column, long from) {
    asked.add("least from " + from);
    return rows.stream().mapToLong(Row::id).filter(id -> id >= from).min();
  }

  @Override
  public void read(IdQuery query, RowSink sink) {
    asked.add(query.toString());
    int left = breaks.isEmpty() ? Integer.MAX_VALUE : breaks.removeFirst();
    for (Row row : rows) {
      if (query.range().contains(row.id())) {
        if (left-- == 0) {
          throw new AtollException(fault, "the line went dead");
        }
        if (!sink.take(row)) {
          return;
        }
      }
    }
    if (left >= 0 && left < 1_000_000) {
      throw new AtollException(fault, "the line went dead");
    }
  }

  @Override
  public void close() {
    closed = true;
  }
}
