package atoll.volumeserver.node;

import atoll.kit.AtollException;
import atoll.kit.Clock;
import atoll.kit.Fault;
import atoll.kit.count.Registry;
import atoll.kit.event.Events;
import atoll.volume.VolumeEnvironment;
import atoll.volume.store.Store;
import atoll.volume.vacuum.VacuumLimits;
import atoll.volume.vacuum.Vacuums;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/// One volume server: what its doors, its heartbeat and its pages share. Wiring makes it before the
/// first port opens, and gives it the store when all volumes are loaded.
///
/// Shared (a volatile field and a concurrent list).
public final class Node {

  private final NodeIdentity identity;
  private final VolumeEnvironment environment;
  private final Registry counters;
  private final WorkPace pace;
  private final Vacuums vacuums;
  private final Readiness readiness = new Readiness();
  private final CopyOnWriteArrayList<Runnable> listeners = new CopyOnWriteArrayList<>();
  private volatile Optional<Store> served = Optional.empty();

  public Node(
      NodeIdentity identity, VolumeEnvironment environment, Registry counters, WorkPace pace) {
    this.identity = identity;
    this.environment = environment;
    this.counters = counters;
    this.pace = pace;
    this.vacuums = new Vacuums(environment, VacuumLimits.DEFAULT);
  }

  public NodeIdentity identity() {
    return identity;
  }

  /// Disk, clock, events and buffers, as all volumes share them.
  public VolumeEnvironment environment() {
    return environment;
  }

  public Clock clock() {
    return environment.clock();
  }

  public Events events() {
    return environment.events();
  }

  public Registry counters() {
    return counters;
  }

  /// How fast compactions and copies may go.
  public WorkPace pace() {
    return pace;
  }

  /// The vacuums of its volumes.
  public Vacuums vacuums() {
    return vacuums;
  }

  public Readiness readiness() {
    return readiness;
  }

  /// Serves what has been loaded.
  public void serve(Store store) {
    served = Optional.of(store);
    readiness.loaded();
    volumesChanged();
  }

  /// The volumes.
  ///
  /// @throws AtollException `BUSY` while they are being loaded
  public Store store() {
    return served.orElseThrow(
        () -> new AtollException(Fault.BUSY, "volumes are being loaded; try again in a moment"));
  }

  public boolean isLoaded() {
    return served.isPresent();
  }

  /// Whoever adds, removes or marks a volume, or changes the state, says so here, afterwards;
  /// masters hear of it at once.
  public void volumesChanged() {
    listeners.forEach(Runnable::run);
  }

  /// Has work done after each change; it must be quick and must not throw.
  public void onVolumesChanged(Runnable work) {
    listeners.add(work);
  }
}
