package atoll.morayembedded.call;

import atoll.fast.Invocation;
import atoll.fast.json.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/// Sends the rows of an answer some at a time. A row that others do not follow for a while is sent
/// with the next one that comes. Confined to its call.
final class Gathering implements Consumer<Json> {

  /// What is kept before it is sent, and in how many rows.
  private static final int BYTES = 32 * 1024;

  private static final int ROWS = 256;
  private static final long LONGEST_NANOS = 20_000_000;

  private final Invocation to;
  private final List<Json> kept = new ArrayList<>();
  private long bytes;
  private long sentAt;

  Gathering(Invocation to) {
    this.to = to;
    this.sentAt = to.seams().clock().nanos() - LONGEST_NANOS;
  }

  @Override
  public void accept(Json row) {
    kept.add(row);
    bytes += row.size();
    long now = to.seams().clock().nanos();
    if (bytes >= BYTES || kept.size() >= ROWS || now - sentAt >= LONGEST_NANOS) {
      sentAt = now;
      send();
    }
  }

  /// Sends what is left.
  void send() {
    to.write(kept);
    kept.clear();
    bytes = 0;
  }
}
