package atoll.fast;

import atoll.fast.codec.MessageId;
import atoll.fast.codec.ProtocolError;
import atoll.fast.codec.Values;
import atoll.fast.json.Json;
import atoll.kit.Deadline;
import atoll.kit.run.Signal;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A request in flight and the answer to it, which is taken value by value. Values that nobody
/// takes hold up all calls of the connection once [FastLimits#unreadBytes] of them lie there, until
/// they are taken, abandoned, or their call's time is up; a caller that takes values slowly wants a
/// connection of its own.
///
/// Every call has exactly one outcome: from the first [Step] on that is no value, [#next] answers
/// that same step. Nothing is sent when a call is given up, because the protocol has no word for
/// it; what the server still sends is dropped.
///
/// Taking values is confined to one caller; [#abandon] may come from anywhere. What the reader
/// touches is guarded by the client's lock.
public final class FastCall implements AutoCloseable {

  private static final Step DONE = new Step.Done();

  private final FastClient client;
  private final String method;
  private final CallOptions options;
  private final long startedNanos;
  private final Deadline deadline;
  private final Signal changed;

  /// Guarded by the client's lock, as the three below.
  private @Nullable MessageId id;

  private final ArrayDeque<Values> unread = new ArrayDeque<>();
  private long unreadBytes;
  private @Nullable Step outcome;

  /// Confined to the caller.
  private Iterator<Json> current = Collections.emptyIterator();

  FastCall(
      FastClient client, String method, CallOptions options, Deadline deadline, Signal changed) {
    this.client = client;
    this.method = method;
    this.options = options;
    this.startedNanos = client.seams().clock().nanos();
    this.deadline = deadline;
    this.changed = changed;
  }

  public String method() {
    return method;
  }

  public Deadline deadline() {
    return deadline;
  }

  long startedNanos() {
    return startedNanos;
  }

  /// Waits for what comes next.
  ///
  /// @throws atoll.kit.AtollException `CANCELLED` if the waiting work is cancelled; the call goes
  ///   on until it is closed
  public Step next() {
    while (true) {
      if (current.hasNext()) {
        Json value = current.next();
        if (!value.isNull()) {
          return new Step.Value(value);
        }
        if (!options.ignoreNullValues()) {
          current = Collections.emptyIterator();
          return client.refuseNull(this);
        }
      } else {
        Inflight.Taken taken = client.take(this);
        switch (taken) {
          case Inflight.Taken.Some some -> current = some.values().iterator();
          case Inflight.Taken.Over over -> {
            return over.outcome();
          }
          case Inflight.Taken.Nothing.INSTANCE -> await();
        }
      }
    }
  }

  private void await() {
    Deadline quiet = Deadline.after(client.seams().clock(), options.quiet());
    if (!changed.await(deadline.earlier(quiet))) {
      client.expire(this);
    }
  }

  /// Waits for the whole answer.
  ///
  /// @param keep values beyond this many are counted and thrown away
  public Reply collect(int keep) {
    List<Json> values = new ArrayList<>();
    long count = 0;
    while (true) {
      switch (next()) {
        case Step.Value value -> {
          count++;
          if (values.size() < keep) {
            values.add(value.json());
          }
        }
        case Step.Done _ -> {
          return new Reply.Complete(List.copyOf(values), count);
        }
        case Step.Failed failed -> {
          return new Reply.Failed(method, failed.failure(), List.copyOf(values), count);
        }
      }
    }
  }

  /// Gives the call up, unless it is over.
  public void abandon() {
    client.abandon(this);
  }

  /// Gives back all that the call holds; one that is not over is abandoned.
  @Override
  public void close() {
    client.abandon(this);
  }

  // What follows is called with the client's lock held.

  void sentAs(MessageId messageId) {
    id = messageId;
  }

  @Nullable MessageId id() {
    return id;
  }

  @Nullable Step outcome() {
    return outcome;
  }

  boolean hasUnread() {
    return !unread.isEmpty();
  }

  /// Keeps values for the caller.
  ///
  /// @return what they count for the connection's limit
  long add(Values values) {
    long bytes = cost(values);
    unread.add(values);
    unreadBytes += bytes;
    return bytes;
  }

  /// The next values; null if there are none.
  @Nullable Values poll() {
    Values values = unread.poll();
    if (values != null) {
      unreadBytes -= cost(values);
    }
    return values;
  }

  /// Forgets the values that nobody took.
  ///
  /// @return what they counted
  long dropUnread() {
    long dropped = unreadBytes;
    unread.clear();
    unreadBytes = 0;
    return dropped;
  }

  /// The bytes and, roughly, the objects around them.
  static long cost(Values values) {
    return values.sizeBytes() + 128L;
  }

  void done() {
    outcome = DONE;
  }

  void failed(CallFailure failure) {
    outcome = new Step.Failed(failure);
  }

  void failedBy(ProtocolError error) {
    failed(new CallFailure.Protocol(error));
  }

  Signal changed() {
    return changed;
  }

  @Override
  public String toString() {
    return "call of " + method + " with id " + id;
  }
}
