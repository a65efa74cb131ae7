package atoll.volume;

import java.util.EnumSet;
import java.util.Set;

/// The restrictions of one volume. Shared (guarded by its own lock; the state is read without).
final class Restrictions {

  private final EnumSet<Restriction> now = EnumSet.noneOf(Restriction.class);
  private boolean closed;
  private volatile VolumeState state;

  Restrictions(Set<Restriction> first) {
    now.addAll(first);
    state = VolumeState.of(now);
  }

  VolumeState state() {
    return state;
  }

  /// Adds one.
  ///
  /// @return whether it is new
  synchronized boolean add(Restriction restriction) {
    boolean isNew = now.add(restriction);
    publish();
    return isNew;
  }

  synchronized boolean remove(Restriction restriction) {
    boolean was = now.remove(restriction);
    publish();
    return was;
  }

  synchronized void liftMarks() {
    now.removeIf(Restriction::isLiftedByMarking);
    publish();
  }

  synchronized boolean has(Restriction restriction) {
    return now.contains(restriction);
  }

  synchronized Set<Restriction> all() {
    return Set.copyOf(now);
  }

  /// Ends the volume.
  ///
  /// @return whether it was open
  synchronized boolean close() {
    boolean was = !closed;
    closed = true;
    publish();
    return was;
  }

  private void publish() {
    state = closed ? new VolumeState.Closed() : VolumeState.of(now);
  }
}
