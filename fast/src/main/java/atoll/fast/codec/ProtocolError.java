package atoll.fast.codec;

import atoll.kit.Fault;

/// What a peer can do wrong. Every case ends the connection, because nothing behind it on the
/// stream can be trusted, but the messages before it stand.
///
/// [#reason] is the word that node-fast puts into the error's `fastReason`; [TooLarge] has no
/// counterpart there.
public sealed interface ProtocolError extends Decoded {

  String reason();

  /// What was expected, what was found, and what to do if anything can be done.
  String message();

  default Fault fault() {
    return Fault.CORRUPT;
  }

  /// The version byte is neither 1 nor 2.
  record UnsupportedVersion(int found) implements ProtocolError {
    @Override
    public String reason() {
      return "unsupported_version";
    }

    @Override
    public String message() {
      return "version 1 or 2 expected in a frame's first byte, found " + found;
    }

    @Override
    public Fault fault() {
      return Fault.UNSUPPORTED;
    }
  }

  /// The type byte is not 1.
  record UnsupportedType(int found) implements ProtocolError {
    @Override
    public String reason() {
      return "unsupported_type";
    }

    @Override
    public String message() {
      return "type 1 (JSON) expected in a frame's second byte, found " + found;
    }

    @Override
    public Fault fault() {
      return Fault.UNSUPPORTED;
    }
  }

  /// The status byte is none of 1, 2, 3.
  record UnsupportedStatus(int found) implements ProtocolError {
    @Override
    public String reason() {
      return "unsupported_status";
    }

    @Override
    public String message() {
      return "status 1 (DATA), 2 (END) or 3 (ERROR) expected in a frame's third byte, found "
          + found;
    }

    @Override
    public Fault fault() {
      return Fault.UNSUPPORTED;
    }
  }

  /// The message id does not fit into 31 bits.
  ///
  /// @param found an id above 2^31 - 1
  record InvalidMessageId(long found) implements ProtocolError {
    @Override
    public String reason() {
      return "invalid_msgid";
    }

    @Override
    public String message() {
      return "message id of at most 2147483647 expected, found " + found;
    }
  }

  /// The payload is longer than this side takes.
  ///
  /// @param length as the header says
  record TooLarge(long length, int limit) implements ProtocolError {
    @Override
    public String reason() {
      return "too_large";
    }

    @Override
    public String message() {
      return "payload of at most "
          + limit
          + " bytes expected, announced "
          + length
          + "; send less in one message, or raise frame.payload.max";
    }

    @Override
    public Fault fault() {
      return Fault.TOO_LARGE;
    }
  }

  /// The payload is not what was sent, or its sender computes the checksum of the other version.
  ///
  /// @param expected what the header says
  /// @param calculated what the payload has
  record BadChecksum(long expected, int calculated, Protocol protocol) implements ProtocolError {
    @Override
    public String reason() {
      return "bad_crc";
    }

    @Override
    public String message() {
      return "checksum %d announced, payload has %d (protocol version %d)"
          .formatted(expected, calculated, protocol.number());
    }
  }

  /// The payload is not JSON, or not UTF-8.
  ///
  /// @param detail what the parser says, with the offset in the payload
  record InvalidJson(String detail) implements ProtocolError {
    @Override
    public String reason() {
      return "invalid_json";
    }

    @Override
    public String message() {
      return "payload is not JSON in UTF-8: " + detail;
    }
  }

  /// The payload is JSON, but no object.
  ///
  /// @param found what the payload is instead of an object
  record BadPayload(String found) implements ProtocolError {
    @Override
    public String reason() {
      return "bad_data";
    }

    @Override
    public String message() {
      return "payload must be a JSON object, found " + found;
    }
  }

  /// A DATA or END message without its array.
  ///
  /// @param found what `d` of a DATA or END message is instead of an array
  record BadValues(String found) implements ProtocolError {
    @Override
    public String reason() {
      return "bad_data_d";
    }

    @Override
    public String message() {
      return "d of a DATA or END message must be an array, found " + found;
    }
  }

  /// An ERROR message that does not say which error.
  ///
  /// @param detail what is wrong with `d` of an ERROR message
  record BadError(String detail) implements ProtocolError {
    @Override
    public String reason() {
      return "bad_error";
    }

    @Override
    public String message() {
      return "d of an ERROR message must be an object with strings name and message: " + detail;
    }
  }

  /// The stream ended inside a message.
  ///
  /// @param received bytes of that message
  /// @param expected bytes of it that are known to belong to it: its header's, or all
  record IncompleteMessage(long received, long expected) implements ProtocolError {
    @Override
    public String reason() {
      return "incomplete_message";
    }

    @Override
    public String message() {
      return "stream ended after " + received + " bytes of a message of at least " + expected;
    }
  }

  /// A client received a message that answers no request of its own.
  record UnknownMessageId(MessageId id) implements ProtocolError {
    @Override
    public String reason() {
      return "unknown_msgid";
    }

    @Override
    public String message() {
      return "message for id " + id + ", for which no request is pending";
    }
  }

  /// A server received a request whose id is still in flight.
  record DuplicateMessageId(MessageId id) implements ProtocolError {
    @Override
    public String reason() {
      return "duplicate_msgid";
    }

    @Override
    public String message() {
      return "request with id " + id + ", which is still in flight on this connection";
    }
  }

  /// A server received END: requests are DATA.
  record UnexpectedStatus(MessageId id) implements ProtocolError {
    @Override
    public String reason() {
      return "unexpected_status";
    }

    @Override
    public String message() {
      return "END from a client (id " + id + "); requests are DATA";
    }
  }

  /// A value in `d` is null, where a reader may expect none. Ends the request, not the connection.
  record NullValue(MessageId id) implements ProtocolError {
    @Override
    public String reason() {
      return "bad_data";
    }

    @Override
    public String message() {
      return "null among the values for request " + id;
    }
  }
}
