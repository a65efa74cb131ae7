package atoll.volume;

import atoll.kit.Clock;
import atoll.kit.disk.Disk;
import atoll.kit.event.Events;
import atoll.volume.index.NeedleMemory;
import java.util.concurrent.Executor;

/// What all volumes of a process share.
///
/// @param work where what may take long runs: syncs, large appends, appends to a slow disk. It
///   should be a few threads that may wait in the system; `Runnable::run` makes every call wait for
///   its own end
/// @param memory of all needle maps
/// @param buffers what needles are read into
/// @param maps where needle maps are kept
public record VolumeEnvironment(
    Disk disk,
    Clock clock,
    Events events,
    Executor work,
    NeedleMemory memory,
    BufferPool buffers,
    VolumeLimits limits,
    NeedleMaps maps) {

  /// With needle maps in memory.
  public VolumeEnvironment(
      Disk disk,
      Clock clock,
      Events events,
      Executor work,
      NeedleMemory memory,
      BufferPool buffers,
      VolumeLimits limits) {
    this(disk, clock, events, work, memory, buffers, limits, NeedleMaps.IN_MEMORY);
  }
}
