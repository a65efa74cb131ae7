package atoll.volume;

import atoll.kit.AtollException;
import atoll.volume.files.VolumeName;
import java.util.concurrent.atomic.AtomicInteger;

/// Counts reads of a volume that fail one after the other, and quarantines it when they are too
/// many. Shared (the count is atomic).
final class ReadFailures {

  private final VolumeEnvironment environment;
  private final Restrictions restrictions;
  private final VolumeName name;
  private final AtomicInteger inARow = new AtomicInteger();

  ReadFailures(VolumeEnvironment environment, Restrictions restrictions, VolumeName name) {
    this.environment = environment;
    this.restrictions = restrictions;
    this.name = name;
  }

  /// A read failed.
  void add(AtollException cause) {
    int now = inARow.incrementAndGet();
    environment.events().report(new VolumeEvent.ReadFailed(name.toString(), now, cause));
    if (now >= environment.limits().readFailuresMax()
        && restrictions.add(Restriction.READS_FAILED)) {
      environment.events().report(new VolumeEvent.QuarantineBegun(name.toString(), now));
    }
  }

  /// A read went well, or somebody has looked after the disk.
  void end() {
    if (inARow.get() != 0) {
      inARow.set(0);
    }
  }
}
