package atoll.volume;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What a volume was told, and what it may answer after a crash: naive on purpose. Confined to a
/// test.
final class VolumeModel {

  /// The body of a needle that was deleted.
  static final String GONE = "\0gone";

  /// What was told of one needle since it was last known to be durable.
  private static final class History {

    /// Starts as what is durable: null for never written.
    private @Nullable String durable;

    private final List<String> since = new ArrayList<>();
  }

  private final long seed;
  private final Map<Integer, History> histories = new HashMap<>();
  private boolean created;
  private int begunId;

  VolumeModel(long seed) {
    this.seed = seed;
  }

  long seed() {
    return seed;
  }

  void creating() {
    created = false;
  }

  void created() {
    created = true;
  }

  boolean mayBeAbsent() {
    return !created;
  }

  /// A change is under way.
  void begin(int id, String body) {
    begunId = id;
    history(id).since.add(body);
  }

  /// It was acknowledged. A durable one makes everything before it durable as well.
  void end(boolean durable) {
    if (durable) {
      synced();
    }
  }

  void closing() {
    begunId = 0;
  }

  /// Everything acknowledged so far is durable.
  void synced() {
    histories
        .values()
        .forEach(history -> {
          if (!history.since.isEmpty()) {
            history.durable = history.since.getLast();
            history.since.clear();
          }
        });
  }

  private History history(int id) {
    return histories.computeIfAbsent(id, _ -> new History());
  }

  boolean allows(int id, String read) {
    History history = history(id);
    String durable = history.durable;
    if (durable == null ? isMiss(read) : isBody(durable, read)) {
      return true;
    }
    if (history.since.isEmpty()) {
      return false;
    }
    // One of those that were not durable: whole or reported as damaged. An empty one that lost its
    // row cannot be told from a deletion.
    return read.equals("Corrupt")
        || read.equals("CookieMismatch")
        || history.since.stream().anyMatch(body -> isBody(body, read))
        || (isMiss(read) && history.since.contains(""));
  }

  private static boolean isMiss(String read) {
    return read.equals("NotFound") || read.equals("Deleted");
  }

  private static boolean isBody(String body, String read) {
    return body.equals(GONE) ? isMiss(read) : body.equals(read);
  }

  void judge(int id, String read) {
    if (!allows(id, read)) {
      History history = history(id);
      throw new AssertionError(
          "needle %d reads %s; durable was %s, since then %s (the last change was of %d)"
              .formatted(
                  id,
                  read,
                  history.durable,
                  history.since.stream().map(body -> '"' + body + '"').toList(),
                  begunId));
    }
  }
}
