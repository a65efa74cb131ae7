package atoll.volume;

import atoll.kit.Fault;
import atoll.volume.needle.Needle;

/// What came of a read.
public sealed interface ReadResult {

  /// The whole needle, verified. Its data lies in a buffer that [#close()] gives back.
  record Found(Needle needle, BufferPool.Lease lease) implements ReadResult, AutoCloseable {

    @Override
    public void close() {
      lease.close();
    }
  }

  /// A needle too large to be read at once; close the stream.
  record Opened(NeedleStream stream) implements ReadResult {}

  /// The volume never had it.
  record NotFound() implements ReadResult {}

  /// It was deleted.
  record Deleted() implements ReadResult {}

  /// The needle has another cookie.
  record CookieMismatch() implements ReadResult {}

  /// Its time to live is over.
  record Expired() implements ReadResult {}

  /// What stands there is not the needle, or not whole.
  ///
  /// @param what names file and offset
  record Corrupt(String what) implements ReadResult {}

  /// The disk failed.
  record Failed(Fault fault, String what) implements ReadResult {}

  /// The volume takes no reads: it was closed or quarantined.
  record Unavailable(VolumeState state) implements ReadResult {}

  /// The bytes are not in memory. Ask again where the disk may be waited for.
  record WouldWait() implements ReadResult {}
}
