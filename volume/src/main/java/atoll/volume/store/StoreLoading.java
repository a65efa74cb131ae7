package atoll.volume.store;

import atoll.kit.AtollException;
import atoll.kit.Fault;
import atoll.volume.Volume;
import atoll.volume.VolumeEnvironment;
import atoll.volume.VolumePaths;
import atoll.volume.files.VolumeName;
import atoll.volume.index.OffsetWidth;
import atoll.volume.vacuum.VacuumRepair;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;

/// Loads all volumes of all directories, several at a time. What fails is reported and left, and
/// the rest goes on. Confined to one start; its workers share the two queues.
final class StoreLoading {

  private final VolumeEnvironment environment;
  private final StoreOptions options;

  /// Guarded by itself, as is the flag below.
  private final List<Mounted> loaded = new ArrayList<>();

  private boolean abandoned;

  StoreLoading(VolumeEnvironment environment, StoreOptions options) {
    this.environment = environment;
    this.options = options;
  }

  /// @throws AtollException `TIMEOUT` if the last volumes take too long, `CANCELLED`
  List<Mounted> load(List<StoreDirectory> directories) {
    List<Duplicates.Found> found = new ArrayList<>();
    for (int at = 0; at < directories.size(); at++) {
      found.addAll(scan(directories.get(at), at));
    }
    Duplicates.Decision decision = Duplicates.decide(found);
    for (Duplicates.Left left : decision.left()) {
      reportLeft(
          directories.get(left.left().directory()),
          left.left().name(),
          "volume %s in %s has the same id and is served; move one of them away"
              .formatted(left.served().name(), directories.get(left.served().directory())));
    }
    work(
        decision.serve().stream()
            .<Runnable>map(each -> () -> open(directories.get(each.directory()), each.name()))
            .toList());
    List<Mounted> all;
    synchronized (loaded) {
      all = List.copyOf(loaded);
    }
    directories.forEach(directory -> reportWidths(directory, all));
    return all;
  }

  private List<Duplicates.Found> scan(StoreDirectory directory, int at) {
    List<Duplicates.Found> found = new ArrayList<>();
    try {
      for (DirectoryScan.Finding finding : directory.scan(environment.disk())) {
        switch (finding) {
          case DirectoryScan.Finding.Serve(var name, boolean hasNeedles) ->
              found.add(new Duplicates.Found(at, name, hasNeedles));
          case DirectoryScan.Finding.Remove(var name) -> remove(directory, name);
          case DirectoryScan.Finding.RemoveRemainder(var name) -> removeRemainder(directory, name);
          case DirectoryScan.Finding.LeaveAside(var name, String why) ->
              reportLeft(directory, name, why);
        }
      }
    } catch (AtollException e) {
      environment.events().report(new StoreEvent.DirectoryFailed(directory.toString(), e));
      return List.of();
    }
    return found;
  }

  private void remove(StoreDirectory directory, VolumeName name) {
    try {
      VolumeRemoval.remove(environment.disk(), directory.paths(name));
      environment
          .events()
          .report(new StoreEvent.HalfCopyRemoved(directory.toString(), name.toString()));
    } catch (AtollException e) {
      reportFailed(directory, name, e);
    }
  }

  private void removeRemainder(StoreDirectory directory, VolumeName name) {
    try {
      VolumeRemoval.removeRemainder(environment.disk(), directory.paths(name));
      environment
          .events()
          .report(new StoreEvent.RemainderRemoved(directory.toString(), name.toString()));
    } catch (AtollException e) {
      reportFailed(directory, name, e);
    }
  }

  private void open(StoreDirectory directory, VolumeName name) {
    try {
      keep(open(environment, options.width(), directory, name));
    } catch (RuntimeException e) {
      // Whatever it is, it must not keep the other volumes from being served.
      reportFailed(directory, name, e);
    }
  }

  /// A volume that comes when nobody waits any more is closed at once.
  private void keep(Mounted volume) {
    synchronized (loaded) {
      if (!abandoned) {
        loaded.add(volume);
        return;
      }
    }
    volume.volume().close(() -> {});
  }

  /// Closes what was loaded, and what is to come.
  private void abandon() {
    List<Mounted> all;
    synchronized (loaded) {
      abandoned = true;
      all = List.copyOf(loaded);
      loaded.clear();
    }
    all.forEach(each -> each.volume().close(() -> {}));
  }

  /// Ends what a vacuum has left, and opens the volume.
  static Mounted open(
      VolumeEnvironment environment, OffsetWidth width, StoreDirectory directory, VolumeName name) {
    VolumePaths paths = directory.paths(name);
    VacuumRepair.run(environment, paths);
    return new Mounted(directory, Volume.open(environment, paths, width));
  }

  /// Does all pieces, in the calling thread too: so it goes on even if no other thread is free.
  private void work(List<Runnable> pieces) {
    Queue<Runnable> waiting = new ConcurrentLinkedQueue<>(pieces);
    CountDownLatch open = new CountDownLatch(pieces.size());
    Runnable worker =
        () -> {
          for (Runnable next = waiting.poll(); next != null; next = waiting.poll()) {
            try {
              next.run();
            } finally {
              open.countDown();
            }
          }
        };
    int others = Math.min(options.loadWorkers(), pieces.size()) - 1;
    try {
      for (int started = 0; started < others; started++) {
        environment.work().execute(worker);
      }
    } catch (RejectedExecutionException _) {
      // Fewer workers do.
    }
    worker.run();
    try {
      await(open);
    } catch (AtollException e) {
      abandon();
      throw e;
    }
  }

  private void await(CountDownLatch open) {
    try {
      if (!open.await(options.loadMax().toNanos(), TimeUnit.NANOSECONDS)) {
        throw new AtollException(
            Fault.TIMEOUT,
            "loading %d volumes took more than %s; check the disks"
                .formatted(open.getCount(), options.loadMax()));
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      throw new AtollException(Fault.CANCELLED, "loading volumes was interrupted");
    }
  }

  private void reportWidths(StoreDirectory directory, List<Mounted> all) {
    Set<OffsetWidth> widths = EnumSet.noneOf(OffsetWidth.class);
    for (Mounted each : all) {
      if (each.directory() == directory) {
        widths.add(each.status().width());
      }
    }
    if (widths.size() > 1) {
      environment.events().report(new StoreEvent.WidthsMixed(directory.toString()));
    }
  }

  private void reportLeft(StoreDirectory directory, VolumeName name, String why) {
    environment
        .events()
        .report(new StoreEvent.LeftAside(directory.toString(), name.toString(), why));
  }

  private void reportFailed(StoreDirectory directory, VolumeName name, RuntimeException cause) {
    environment
        .events()
        .report(new StoreEvent.VolumeFailed(directory.toString(), name.toString(), cause));
  }
}
