package atoll.sharkspotter.source;

/// A way to the shards. Shared.
public interface Shards {

  /// The way to one shard, which the caller closes. Need not connect yet.
  ShardSource open(int shard);
}
