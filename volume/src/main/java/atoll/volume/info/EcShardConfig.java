package atoll.volume.info;

/// How a volume was erasure coded.
///
/// @param dataShards unsigned; 0 means the usual 10
/// @param parityShards unsigned; 0 means the usual 4
/// @param encodedNanos when, nanoseconds since 1970: the identity of that coding run; 0 if unknown
/// @param blockBytes unsigned; 0 for the large and small blocks of release 4.44. Later releases set
///   it, and 4.44 refuses a file that has it, so that 0 is not written.
public record EcShardConfig(int dataShards, int parityShards, long encodedNanos, long blockBytes) {}
