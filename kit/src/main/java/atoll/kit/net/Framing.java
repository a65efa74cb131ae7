package atoll.kit.net;

import java.nio.ByteBuffer;

/// How a byte stream falls into frames.
public interface Framing {

  /// The length of the frame that begins at the buffer's position, header included. The buffer is
  /// not moved.
  ///
  /// @return the length in bytes, or [#MORE] if what remains is too short to tell
  /// @throws atoll.kit.AtollException `CORRUPT` if no frame can begin like this
  int frameLength(ByteBuffer received);

  int MORE = -1;
}
