package atoll.sharkspotter;

import atoll.sharkspotter.row.Spotted;

/// Where spotted objects go. Objects of a shard come one by one, in the order of their ids, and
/// before the shard's report is made; those of shards that are searched beside each other come from
/// several threads at a time. A search waits for its spotting: whoever is slow slows it down.
///
/// What it throws ends the search of that shard; other shards are searched all the same.
@FunctionalInterface
public interface Spotting {

  /// What whoever takes an object says to it.
  enum Reply {
    /// The next one, please.
    MORE,
    /// No further one; the whole search ends, and that is no fault.
    ENOUGH,
    /// The object says too little to be of use; its row counts as bad.
    UNUSABLE
  }

  Reply spotted(Spotted object);

  /// Everything of a shard that came before is about to count as delivered: a search that is taken
  /// up again begins behind it. Whoever gathers passes on what it has.
  default void settle(int shard) {}
}
