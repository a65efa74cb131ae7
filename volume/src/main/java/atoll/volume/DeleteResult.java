package atoll.volume;

import atoll.kit.Fault;

/// What came of a deletion. Everything but [Deleted] left the volume as it was, but for a [Failed]
/// sync, after which nobody knows.
public sealed interface DeleteResult {

  /// The needle is gone; if that was asked for, durably.
  ///
  /// @param size of the deleted needle, the size field
  record Deleted(int size) implements DeleteResult {}

  /// There was none, or it was deleted before. Nothing was written.
  record NotFound() implements DeleteResult {}

  /// The needle has another cookie.
  record CookieMismatch() implements DeleteResult {}

  /// The volume has reached the size that its index can address.
  record Full(long volumeBytes, long volumeBytesMax) implements DeleteResult {}

  /// The volume takes no deletions.
  record NotWritable(VolumeState state) implements DeleteResult {}

  /// Too many writes wait already.
  record Busy() implements DeleteResult {}

  /// The disk failed, or what stands there is damaged.
  record Failed(Fault fault, String what) implements DeleteResult {}
}
