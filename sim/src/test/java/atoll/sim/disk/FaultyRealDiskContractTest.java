package atoll.sim.disk;

import atoll.kit.disk.Disk;
import atoll.kit.event.Events;
import atoll.kit.real.RealDisk;
import atoll.sim.SeededRandomness;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

final class FaultyRealDiskContractTest extends DiskContract {

  private final Disk disk =
      new FaultyDisk(new RealDisk(Events.NONE), new SeededRandomness(1), _ -> {});

  @TempDir private Path directory;

  @Override
  public Disk disk() {
    return disk;
  }

  @Override
  public Path home() {
    return directory.resolve("home");
  }
}
