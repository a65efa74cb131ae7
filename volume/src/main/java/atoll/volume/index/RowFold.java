package atoll.volume.index;

/// Works out what rows in order of id leave of each needle, as a needle map would if it were given
/// them in the order of the index file.
final class RowFold {

  private RowFold() {}

  /// Takes needles in order of id.
  @FunctionalInterface
  interface Sink {
    /// Takes the next needle.
    ///
    /// @param unit the offset divided by eight
    /// @param size as in [NeedleLocation]
    void accept(long id, long unit, int size);
  }

  /// @param settled needles that are known already, one row each
  /// @param changes rows that came later
  /// @param counters are given the changes
  static void fold(RowCursor settled, RowCursor changes, RowCounters counters, Sink sink) {
    boolean old = settled.next();
    boolean more = changes.next();
    while (more) {
      long id = changes.id();
      for (; old && Long.compareUnsigned(settled.id(), id) < 0; old = settled.next()) {
        sink.accept(settled.id(), settled.unit(), settled.size());
      }
      boolean known = old && settled.id() == id;
      long unit = known ? settled.unit() : 0;
      int size = known ? settled.size() : 0;
      if (known) {
        old = settled.next();
      }
      for (; more && changes.id() == id; more = changes.next()) {
        if (IndexRow.isLive(changes.unit(), changes.size())) {
          counters.put(id, changes.size(), known ? size : 0);
          known = true;
          unit = changes.unit();
          size = changes.size();
        } else {
          counters.delete(id, known ? size : 0);
          size = NeedleLocation.deletedSize(size);
        }
      }
      if (known) {
        sink.accept(id, unit, size);
      }
    }
    for (; old; old = settled.next()) {
      sink.accept(settled.id(), settled.unit(), settled.size());
    }
  }
}
