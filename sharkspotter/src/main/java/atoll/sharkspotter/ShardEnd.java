package atoll.sharkspotter;

import atoll.kit.Fault;

/// How the search of a shard ended.
public sealed interface ShardEnd {

  /// Every row was read, or skipped and reported.
  record Complete() implements ShardEnd {
    @Override
    public String toString() {
      return "complete";
    }
  }

  /// Something failed; other shards are searched all the same.
  ///
  /// @param why a sentence
  record Broken(Fault fault, String why) implements ShardEnd {
    @Override
    public String toString() {
      return "BROKEN: " + why;
    }
  }

  /// Nobody wanted more, or the search was told to stop.
  record Stopped() implements ShardEnd {
    @Override
    public String toString() {
      return "stopped";
    }
  }
}
