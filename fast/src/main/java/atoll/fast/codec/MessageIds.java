package atoll.fast.codec;

import atoll.kit.Check;
import java.util.function.Predicate;

/// Hands out message ids from 1 to 2^31 - 1, round and round, and never one that is in use. Id 0 is
/// left to peers that know no other.
///
/// Confined to the connection whose ids these are.
public final class MessageIds {

  private int next;

  public MessageIds() {
    this(new MessageId(1));
  }

  /// Begins at `first`.
  public MessageIds(MessageId first) {
    Check.that(first.value() > 0, "ids are handed out from 1 on");
    next = first.value();
  }

  /// The next id that is not in use. There must be one: a connection's limit on requests in flight
  /// lies far below 2^31.
  public MessageId next(Predicate<MessageId> inUse) {
    MessageId id = new MessageId(next);
    while (true) {
      next = next == Integer.MAX_VALUE ? 1 : next + 1;
      if (!inUse.test(id)) {
        return id;
      }
      id = new MessageId(next);
    }
  }
}
