package atoll.fast;

import atoll.fast.codec.Message;
import atoll.fast.codec.MessageId;
import atoll.fast.codec.MessageIds;
import atoll.fast.codec.ProtocolError;
import atoll.fast.codec.Values;
import atoll.kit.AtollException;
import atoll.kit.Deadline;
import atoll.kit.run.Signal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// The calls in flight on one connection, and the values that came for them and were not taken.
///
/// Shared (guarded by its lock, which is never held across a wait).
final class Inflight {

  /// A reader has no deadline of its own, only calls have; it merely looks anew so often.
  private static final Duration LOOK_AGAIN = Duration.ofHours(1);

  private final Seams seams;
  private final FastLimits limits;
  private final ClientCounts counts;
  private final Signal room;

  private final ReentrantLock lock = new ReentrantLock();
  private final MessageIds ids = new MessageIds();

  /// By the ids the server may still answer; those of calls that were given up stay taken.
  private final Map<MessageId, FastCall> pending = new HashMap<>();

  /// Calls with values that nobody has taken yet.
  private final Set<FastCall> holding = new LinkedHashSet<>();

  private long unread;
  private boolean readerWaits;
  private @Nullable AtollException gone;

  Inflight(Seams seams, FastLimits limits, ClientCounts counts) {
    this.seams = seams;
    this.limits = limits;
    this.counts = counts;
    this.room = seams.runner().signal();
  }

  boolean isOpen() {
    lock.lock();
    try {
      return gone == null;
    } finally {
      lock.unlock();
    }
  }

  ClientStats stats() {
    lock.lock();
    try {
      return counts.stats(pending.size(), unread);
    } finally {
      lock.unlock();
    }
  }

  /// How a call began.
  sealed interface Begun {

    /// It has its outcome already.
    enum Refused implements Begun {
      INSTANCE
    }

    /// It may be sent.
    ///
    /// @param alone whether nothing else was in flight
    record As(MessageId id, boolean alone) implements Begun {}
  }

  Begun begin(FastCall call) {
    counts.started();
    lock.lock();
    try {
      CallFailure refusal = refusal(call.deadline());
      if (refusal != null) {
        call.failed(refusal);
        counts.failed(call.method(), 0);
        return Begun.Refused.INSTANCE;
      }
      boolean alone = pending.isEmpty();
      MessageId id = ids.next(pending::containsKey);
      pending.put(id, call);
      call.sentAs(id);
      return new Begun.As(id, alone);
    } finally {
      lock.unlock();
    }
  }

  private @Nullable CallFailure refusal(Deadline deadline) {
    if (gone != null) {
      return new CallFailure.Transport(gone);
    }
    if (pending.size() >= limits.requestCount()) {
      return new CallFailure.Busy(limits.requestCount());
    }
    return deadline.hasPassed(seams.clock()) ? new CallFailure.TimedOut("moment to send") : null;
  }

  void neverSent(FastCall call, MessageId id, CallFailure failure) {
    lock.lock();
    try {
      pending.remove(id, call);
      fail(call, failure);
    } finally {
      lock.unlock();
    }
  }

  /// What a caller finds when it looks for values.
  sealed interface Taken {

    record Some(Values values) implements Taken {}

    record Over(Step outcome) implements Taken {}

    /// Neither yet.
    enum Nothing implements Taken {
      INSTANCE
    }
  }

  Taken take(FastCall call) {
    Taken taken;
    boolean wake;
    lock.lock();
    try {
      giveUpIfLate(call);
      Values values = call.poll();
      if (values != null) {
        unread -= FastCall.cost(values);
        taken = new Taken.Some(values);
      } else {
        Step outcome = call.outcome();
        taken = outcome == null ? Taken.Nothing.INSTANCE : new Taken.Over(outcome);
      }
      if (!call.hasUnread()) {
        holding.remove(call);
      }
      wake = readerMayGoOn();
    } finally {
      lock.unlock();
    }
    if (wake) {
      room.raise();
    }
    return taken;
  }

  private boolean readerMayGoOn() {
    boolean may = readerWaits && unread < limits.unreadBytes();
    if (may) {
      readerWaits = false;
    }
    return may;
  }

  /// An end that has come, but lies behind values that were not taken in time, is not seen.
  private void giveUpIfLate(FastCall call) {
    if ((call.outcome() == null || call.hasUnread()) && call.deadline().hasPassed(seams.clock())) {
      drop(call);
      if (call.outcome() instanceof Step.Done) {
        call.failed(new CallFailure.TimedOut("taker of all values"));
      } else {
        fail(call, new CallFailure.TimedOut("end of the answer"));
      }
    }
  }

  private void drop(FastCall call) {
    unread -= call.dropUnread();
    holding.remove(call);
  }

  private void fail(FastCall call, CallFailure failure) {
    if (call.outcome() == null) {
      call.failed(failure);
      counts.failed(call.method(), seams.clock().nanos() - call.startedNanos());
    }
  }

  /// Nothing has come for too long.
  void expire(FastCall call) {
    lock.lock();
    try {
      if (!call.hasUnread()) {
        fail(call, new CallFailure.TimedOut("answer"));
      }
    } finally {
      lock.unlock();
    }
  }

  /// Ends a call from the caller's side.
  void end(FastCall call, CallFailure failure) {
    boolean wake;
    lock.lock();
    try {
      boolean unseen = call.outcome() != null && call.hasUnread();
      drop(call);
      if (unseen) {
        call.failed(failure);
      } else {
        fail(call, failure);
      }
      wake = readerMayGoOn();
    } finally {
      lock.unlock();
    }
    if (wake) {
      room.raise();
    }
    call.changed().raise();
  }

  /// Waits until the values that lie unread are few enough, or it is too late to take them.
  void awaitRoom() {
    while (true) {
      Deadline until = Deadline.after(seams.clock(), LOOK_AGAIN);
      List<FastCall> late = new ArrayList<>();
      lock.lock();
      try {
        for (FastCall call : List.copyOf(holding)) {
          if (unread < limits.unreadBytes()) {
            break;
          }
          giveUpIfLate(call);
          if (call.hasUnread()) {
            until = until.earlier(call.deadline());
          } else {
            late.add(call);
          }
        }
        readerWaits = unread >= limits.unreadBytes() && gone == null;
        if (!readerWaits) {
          until = null;
        }
      } finally {
        lock.unlock();
      }
      late.forEach(call -> call.changed().raise());
      if (until == null) {
        return;
      }
      var _ = room.await(until);
    }
  }

  /// Takes a message to its call.
  ///
  /// @param changed the call is added, if it is to be woken
  @Nullable ProtocolError accept(Message message, Set<FastCall> changed) {
    lock.lock();
    try {
      FastCall call = pending.get(message.id());
      if (call == null) {
        return new ProtocolError.UnknownMessageId(message.id());
      }
      if (!(message instanceof Message.Data)) {
        pending.remove(message.id());
      }
      if (call.outcome() != null) {
        counts.dropped();
        return null;
      }
      changed.add(call);
      switch (message) {
        case Message.Data data -> keep(call, data.values());
        case Message.End end -> {
          keep(call, end.values());
          call.done();
          counts.completed(call.method(), seams.clock().nanos() - call.startedNanos());
        }
        case Message.Failure failure -> fail(call, new CallFailure.Server(failure.error()));
      }
      return null;
    } finally {
      lock.unlock();
    }
  }

  private void keep(FastCall call, Values values) {
    if (!values.isEmpty()) {
      unread += call.add(values);
      holding.add(call);
    }
  }

  /// Fails all calls.
  ///
  /// @return those whose callers are to be woken, or null if that was done before
  @Nullable List<FastCall> breakOff(CallFailure failure, AtollException cause) {
    List<FastCall> ended;
    lock.lock();
    try {
      if (gone != null) {
        return null;
      }
      gone = cause;
      ended = List.copyOf(pending.values());
      pending.clear();
      ended.forEach(call -> fail(call, failure));
      readerWaits = false;
    } finally {
      lock.unlock();
    }
    room.raise();
    return ended;
  }
}
