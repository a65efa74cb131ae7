package atoll.fast.codec;

import atoll.kit.Check;

/// What ties the messages of one request together on one connection.
///
/// @param value 0 to 2^31 - 1
public record MessageId(int value) {

  public static final MessageId MIN = new MessageId(0);
  public static final MessageId MAX = new MessageId(Integer.MAX_VALUE);

  public MessageId {
    Check.that(value >= 0, () -> "a message id has 31 bits: " + Integer.toUnsignedString(value));
  }

  @Override
  public String toString() {
    return Integer.toString(value);
  }
}
