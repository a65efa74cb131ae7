package atoll.mkv.index;

import atoll.mkv.record.KeyRecord;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;

/// Loads records in pieces, each sorted by key and in a transaction of its own.
final class Loading {

  private Loading() {}

  static long run(Writer writer, Iterator<KeyRecord> records, int rows) {
    long count = 0;
    List<KeyRecord> piece = new ArrayList<>(rows);
    while (records.hasNext()) {
      piece.add(records.next());
      count++;
      if (piece.size() == rows || !records.hasNext()) {
        piece.sort(Comparator.comparing(KeyRecord::key));
        writer.load(List.copyOf(piece));
        piece.clear();
      }
    }
    return count;
  }
}
