package atoll.mkv.hosts;

import java.nio.ByteBuffer;
import java.util.Optional;

/// A blob on its way to one host. Confined to one thread, which may wait; [#close()] may come from
/// any.
public interface BlobUpload extends AutoCloseable {

  /// Sends what remains in `piece`; waits while the host is slower, at most until the request's
  /// deadline.
  ///
  /// @return why the upload has failed; empty while it has not
  Optional<HostFailure> write(ByteBuffer piece);

  /// The blob is complete: waits for the host's answer.
  HostResult finish();

  /// Breaks the upload off unless it has finished.
  @Override
  void close();
}
