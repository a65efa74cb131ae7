package atoll.fast.codec;

/// What [Decoder#next] found.
public sealed interface Decoded permits Message, ProtocolError, Decoded.NeedMore {

  /// All that was received is used up; the next message is not whole yet.
  enum NeedMore implements Decoded {
    INSTANCE
  }
}
