package atoll.sharkspotter.source;

import atoll.sharkspotter.row.Row;

/// Where rows go.
@FunctionalInterface
public interface RowSink {

  /// Takes a row.
  ///
  /// @return whether more are wanted
  boolean take(Row row);
}
