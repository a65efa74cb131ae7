package atoll.fast.codec;

import org.jspecify.annotations.Nullable;

/// What a payload says about itself under `m`. Some peers refuse a message without both members, so
/// every message that is sent has them; one that is received may lack either.
///
/// @param name the remote procedure; null if there is none or it is no string
/// @param microseconds when the message was made, since 1970-01-01T00:00:00Z; -1 if it does not
///   say. For people; nothing is decided by it
public record Meta(@Nullable String name, long microseconds) {

  /// Of a message that says nothing about itself.
  public static final Meta NONE = new Meta(null, -1);
}
