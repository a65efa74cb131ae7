package atoll.sharkspotter;

import atoll.kit.Check;

/// Shards from one number to another, both inclusive.
public record ShardNumbers(int first, int last) {

  public ShardNumbers {
    Check.that(first >= 1 && first <= last, "shards are numbered from 1, upwards");
  }

  public int count() {
    return last - first + 1;
  }

  @Override
  public String toString() {
    return first == last ? Integer.toString(first) : first + " to " + last;
  }
}
