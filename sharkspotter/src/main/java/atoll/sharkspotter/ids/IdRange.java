package atoll.sharkspotter.ids;

import atoll.kit.Check;
import java.util.Optional;

/// Ids from one to another, both inclusive.
public record IdRange(long first, long last) {

  /// Every id there can be.
  public static final IdRange ALL = new IdRange(0, Long.MAX_VALUE);

  public IdRange {
    Check.that(first >= 0 && first <= last, "a range of ids begins at 0 or above, and has an id");
  }

  /// How many ids there are, as far as that can be said in 63 bits.
  public long size() {
    long steps = last - first;
    return steps == Long.MAX_VALUE ? steps : steps + 1;
  }

  /// What both have in common.
  public Optional<IdRange> within(IdRange other) {
    return of(Math.max(first, other.first), Math.min(last, other.last));
  }

  /// What is above an id.
  public Optional<IdRange> above(long id) {
    return id == Long.MAX_VALUE ? Optional.empty() : of(Math.max(first, id + 1), last);
  }

  public boolean contains(long id) {
    return first <= id && id <= last;
  }

  private static Optional<IdRange> of(long first, long last) {
    return first <= last ? Optional.of(new IdRange(first, last)) : Optional.empty();
  }

  @Override
  public String toString() {
    return first + " to " + last;
  }
}
