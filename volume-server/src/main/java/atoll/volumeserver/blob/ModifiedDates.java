package atoll.volumeserver.blob;

import atoll.http.field.HttpDate;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// Dates of `Last-Modified` that were written lately: many needles share one. Shared (a slot is
/// written whole, and whoever finds another date in it writes his own).
final class ModifiedDates {

  private static final int SLOTS = 1024;

  private record Written(long seconds, String text) {}

  private final @Nullable Written[] slots = new Written[SLOTS];

  String text(long seconds) {
    int slot = (int) seconds & SLOTS - 1;
    Written found = slots[slot];
    if (found == null || found.seconds() != seconds) {
      found = new Written(seconds, HttpDate.format(Instant.ofEpochSecond(seconds)));
      slots[slot] = found;
    }
    return found.text();
  }
}
