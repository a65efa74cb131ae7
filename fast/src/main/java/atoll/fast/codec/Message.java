package atoll.fast.codec;

/// One message: a request (always [Data]) or a piece of the answer to it. Immutable.
public sealed interface Message extends Decoded {

  Protocol protocol();

  MessageId id();

  Meta meta();

  /// A client's request with its arguments, or some of a server's values.
  record Data(Protocol protocol, MessageId id, Meta meta, Values values) implements Message {}

  /// The good end of an answer. It may carry the last values.
  record End(Protocol protocol, MessageId id, Meta meta, Values values) implements Message {

    public End(Protocol protocol, MessageId id, Meta meta) {
      this(protocol, id, meta, Values.NONE);
    }
  }

  /// The bad end of an answer.
  record Failure(Protocol protocol, MessageId id, Meta meta, RemoteError error)
      implements Message {}
}
