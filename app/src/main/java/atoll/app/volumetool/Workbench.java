package atoll.app.volumetool;

import atoll.kit.AtollException;
import atoll.kit.Clock;
import atoll.kit.Fault;
import atoll.kit.disk.Disk;
import atoll.kit.event.Events;
import atoll.kit.real.RealClock;
import atoll.kit.real.RealDisk;
import atoll.volume.BufferPool;
import atoll.volume.VolumeEnvironment;
import atoll.volume.VolumeLimits;
import atoll.volume.VolumePaths;
import atoll.volume.index.NeedleMemory;
import atoll.volume.offline.Finding;
import atoll.volume.offline.OfflineProgress;
import atoll.volume.offline.OfflineVolume;
import atoll.volume.offline.Survey;
import java.io.PrintWriter;
import java.util.function.Consumer;
import java.util.function.ToIntFunction;
import picocli.CommandLine.Model.CommandSpec;

/// What the commands work with: the machine's disk, memory for needle maps, a place to show how far
/// the work is. Confined to one command.
final class Workbench implements AutoCloseable {

  /// As much as the machine gives: nothing else runs in this process.
  private static final long MAPS_BYTES_MAX = 1L << 40;

  private static final long BUFFERS_BYTES = 1L << 22;

  private final CommandSpec spec;
  private final VolumeArguments arguments;
  private final NeedleMemory memory = new NeedleMemory(MAPS_BYTES_MAX);
  private final VolumeEnvironment environment;
  private final OfflineProgress progress;

  Workbench(CommandSpec spec, VolumeArguments arguments) {
    this.spec = spec;
    this.arguments = arguments;
    Clock clock = new RealClock();
    environment =
        new VolumeEnvironment(
            new RealDisk(Events.NONE),
            clock,
            Events.NONE,
            Runnable::run,
            memory,
            new BufferPool(BUFFERS_BYTES),
            VolumeLimits.DEFAULT);
    progress = arguments.quiet() ? OfflineProgress.NONE : new ShownProgress(clock, err());
  }

  PrintWriter out() {
    return spec.commandLine().getOut();
  }

  PrintWriter err() {
    return spec.commandLine().getErr();
  }

  Disk disk() {
    return environment.disk();
  }

  VolumeEnvironment environment() {
    return environment;
  }

  OfflineProgress progress() {
    return progress;
  }

  /// Does something with each volume. One that fails is told of, and the others follow.
  ///
  /// @param work answers an exit code
  /// @return the first that is not 0
  int forEach(ToIntFunction<VolumePaths> work) {
    int code = 0;
    for (VolumePaths paths : arguments.volumes(disk())) {
      int one;
      try {
        one = work.applyAsInt(paths);
      } catch (AtollException e) {
        err().println("volume " + paths.name() + ": " + e.getMessage());
        one = e.fault().exitCode();
      }
      out().flush();
      code = code == 0 ? one : code;
    }
    return code;
  }

  /// Surveys a volume and does something with what was found.
  int survey(VolumePaths paths, Consumer<Finding> findings, ToIntFunction<Survey> work) {
    try (OfflineVolume volume = OfflineVolume.open(environment, paths, arguments.width());
        Survey survey = Survey.run(volume, findings, progress)) {
      return work.applyAsInt(survey);
    }
  }

  /// @throws AtollException `BUSY` if a process that can be seen has files of the volume open
  void refuseOpenElsewhere(VolumePaths paths) {
    OpenElsewhere.find(paths)
        .ifPresent(process -> {
          throw new AtollException(
              Fault.BUSY, "%s has %s open; stop it first".formatted(process, paths.data()));
        });
  }

  @Override
  public void close() {
    memory.close();
  }
}
