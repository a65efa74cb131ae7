package atoll.sharkspotter.source;

import atoll.sharkspotter.ids.IdColumn;
import atoll.sharkspotter.ids.IdQuery;
import java.util.OptionalLong;

/// One shard's table `manta`. Every call ends at a deadline of the source's own limits, and may be
/// made again after it failed. Confined to one piece of work.
///
/// Faults: `NOT_FOUND` (no such table, database or host), `DENIED`, `UNREACHABLE`, `TIMEOUT`,
/// `BUSY`, `CORRUPT` (an answer that makes no sense).
public interface ShardSource extends AutoCloseable {

  /// How the table numbers its rows.
  TableShape shape();

  /// The largest id of a column; none if no row has one.
  OptionalLong greatest(IdColumn column);

  /// The smallest id of a column from one on; none if no row has one.
  OptionalLong least(IdColumn column, long from);

  /// Reads the objects among the rows that are asked for, in the order of their ids, as they come.
  /// Ends early once the sink wants no more.
  void read(IdQuery query, RowSink sink);

  @Override
  void close();
}
