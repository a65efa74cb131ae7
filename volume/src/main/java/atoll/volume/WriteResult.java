package atoll.volume;

import atoll.kit.Fault;
import atoll.volume.needle.Checksum;

/// What came of a write. Everything but [Written] and [Unchanged] left the volume as it was, but
/// for a [Failed] sync, after which nobody knows.
public sealed interface WriteResult {

  /// The needle stands at `offset` with this size field; if that was asked for, durably.
  record Written(long offset, int size, Checksum checksum) implements WriteResult {}

  /// The same needle was there already, byte for byte; nothing was written.
  record Unchanged(long offset, int size, Checksum checksum) implements WriteResult {}

  /// There is a needle of that id, perhaps a deleted one, and its cookie is another.
  record CookieMismatch() implements WriteResult {}

  /// No record can hold so much.
  record TooLarge(long bytes, long bytesMax) implements WriteResult {}

  /// The volume has reached the size that its index can address.
  record Full(long volumeBytes, long volumeBytesMax) implements WriteResult {}

  /// The volume takes no writes.
  record NotWritable(VolumeState state) implements WriteResult {}

  /// Too many writes wait already.
  record Busy() implements WriteResult {}

  /// The disk failed, or what stands there is damaged.
  record Failed(Fault fault, String what) implements WriteResult {}
}
