package atoll.volume.index;

import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;

/// Several cursors as one. Rows of one id come in the order of the cursors. Confined to one merge.
final class MergedCursor implements RowCursor {

  private record Source(RowCursor rows, int order) {}

  private static final Comparator<Source> BY_ID_THEN_ORDER =
      (left, right) -> {
        int byId = Long.compareUnsigned(left.rows.id(), right.rows.id());
        return byId != 0 ? byId : Integer.compare(left.order, right.order);
      };

  private final PriorityQueue<Source> waiting;
  private Source current;

  /// @param sources oldest first
  MergedCursor(List<RowCursor> sources) {
    waiting = new PriorityQueue<>(Math.max(1, sources.size()), BY_ID_THEN_ORDER);
    for (int order = 0; order < sources.size(); order++) {
      enter(new Source(sources.get(order), order));
    }
    current = new Source(NONE, 0);
  }

  private void enter(Source source) {
    if (source.rows.next()) {
      waiting.add(source);
    }
  }

  @Override
  public boolean next() {
    enter(current);
    Source first = waiting.poll();
    if (first == null) {
      current = new Source(NONE, 0);
      return false;
    }
    current = first;
    return true;
  }

  @Override
  public long id() {
    return current.rows.id();
  }

  @Override
  public long unit() {
    return current.rows.unit();
  }

  @Override
  public int size() {
    return current.rows.size();
  }
}
