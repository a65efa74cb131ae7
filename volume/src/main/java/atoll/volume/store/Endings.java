package atoll.volume.store;

import atoll.kit.AtollException;
import atoll.kit.Fault;
import atoll.volume.VolumeEnvironment;
import atoll.volume.VolumeStatus;
import atoll.volume.index.OffsetWidth;
import atoll.volume.needle.VolumeId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;

/// How volumes of a store end: each is taken out of the table, closed after the writes that wait,
/// and then left or removed. Answers through consumers, which must be quick and must not throw.
///
/// Shared (the table guards itself; what happens to a volume that was taken out is confined to
/// whoever took it).
final class Endings {

  private final VolumeEnvironment environment;
  private final OffsetWidth width;
  private final MountTable mounted;

  /// @param width of volumes that are opened again, where no file tells it
  Endings(VolumeEnvironment environment, OffsetWidth width, MountTable mounted) {
    this.environment = environment;
    this.width = width;
    this.mounted = mounted;
  }

  /// Closes a volume, and leaves its files.
  void unmount(VolumeId id, Consumer<? super EndResult> done) {
    end(id, _ -> new EndResult.Ended(), done);
  }

  /// Closes all volumes.
  void unmountAll(Consumer<? super List<EndResult>> done) {
    endAll(_ -> true, _ -> new EndResult.Ended(), done);
  }

  /// Closes a volume and removes its files.
  ///
  /// @param onlyEmpty whether one with needles is refused, and served on
  void delete(VolumeId id, boolean onlyEmpty, Consumer<? super EndResult> done) {
    if (onlyEmpty && mounted.find(id).map(Endings::hasNeedles).orElse(false)) {
      done.accept(notEmpty(id));
      return;
    }
    end(id, closed -> remove(closed, onlyEmpty), done);
  }

  private void serveAgain(Mounted closed) {
    synchronized (mounted) {
      mounted.enter(
          StoreLoading.open(environment, width, closed.directory(), closed.volume().name()));
    }
  }

  /// Closes some volumes and removes their files.
  ///
  /// @param which is asked once about each
  /// @param done takes what came of each
  void deleteAll(Predicate<Mounted> which, Consumer<? super List<EndResult>> done) {
    endAll(which, closed -> remove(closed, false), done);
  }

  private EndResult remove(Mounted closed, boolean onlyEmpty) {
    if (onlyEmpty && hasNeedles(closed)) {
      // A write came in between.
      serveAgain(closed);
      return notEmpty(closed.volume().name().id());
    }
    VolumeRemoval.remove(environment.disk(), closed.directory().paths(closed.volume().name()));
    return new EndResult.Ended();
  }

  /// Deleted ones are needles too, as with the Go server: they can still be read on purpose.
  private static boolean hasNeedles(Mounted volume) {
    VolumeStatus status = volume.status();
    return status.dataBytes() > status.superBlock().bytes() || status.counters().fileBytes() > 0;
  }

  private static EndResult notEmpty(VolumeId id) {
    return new EndResult.Refused(Fault.CONFLICT, "volume " + id + ": volume not empty");
  }

  private void endAll(
      Predicate<Mounted> which,
      Function<Mounted, EndResult> afterwards,
      Consumer<? super List<EndResult>> done) {
    List<VolumeId> ids =
        mounted.all().stream()
            .filter(which)
            .map(each -> each.volume().name().id())
            .sorted()
            .toList();
    List<EndResult> results = new ArrayList<>();
    AtomicInteger open = new AtomicInteger(ids.size());
    if (ids.isEmpty()) {
      done.accept(List.of());
    }
    for (VolumeId id : ids) {
      end(
          id,
          afterwards,
          result -> {
            synchronized (results) {
              results.add(result);
            }
            if (open.decrementAndGet() == 0) {
              done.accept(results);
            }
          });
    }
  }

  private void end(
      VolumeId id, Function<Mounted, EndResult> afterwards, Consumer<? super EndResult> done) {
    Optional<Mounted> taken = mounted.takeOut(id);
    if (taken.isEmpty()) {
      done.accept(new EndResult.Absent());
      return;
    }
    Mounted found = taken.get();
    found
        .volume()
        .close(() -> {
          EndResult result;
          try {
            result = afterwards.apply(found);
          } catch (AtollException e) {
            result = new EndResult.Refused(e.fault(), String.valueOf(e.getMessage()));
          } finally {
            mounted.ended(id);
          }
          done.accept(result);
        });
  }
}
