package atoll.sim.run;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// What happened, as a running digest of everything and the last [#KEPT] lines in full. Confined to
/// whoever holds the baton.
final class Trace {

  private static final int KEPT = 200;

  private final Line[] lines = new Line[KEPT];
  private long count;
  private long hash = 0x6A09E667F3BCC908L;

  /// One line; text is made of it only when somebody reads it.
  private record Line(long step, long elapsedNanos, String kind, String subject) {
    @Override
    public String toString() {
      return "  #" + step + " +" + Duration.ofNanos(elapsedNanos) + " " + kind + " " + subject;
    }
  }

  void add(long step, long elapsedNanos, String kind, String subject) {
    lines[(int) (count % KEPT)] = new Line(step, elapsedNanos, kind, subject);
    count++;
    fold(elapsedNanos);
    fold(kind.hashCode());
    fold(subject.hashCode());
  }

  long hash() {
    return hash;
  }

  /// The last lines, oldest first.
  List<String> last() {
    List<String> shown = new ArrayList<>();
    for (long index = Math.max(0, count - KEPT); index < count; index++) {
      shown.add(lines[(int) (index % KEPT)].toString());
    }
    return shown;
  }

  private void fold(long value) {
    hash = Long.rotateLeft((hash ^ value) * 0x9E3779B97F4A7C15L, 29);
  }
}
