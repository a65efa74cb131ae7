package atoll.sim.disk;

import atoll.kit.disk.Disk;
import atoll.sim.SeededRandomness;
import java.nio.file.Path;

final class FaultyDiskContractTest extends DiskContract {

  private final FaultyDisk disk = new FaultyDisk(new SimDisk(), new SeededRandomness(1), _ -> {});

  @Override
  public Disk disk() {
    return disk;
  }

  @Override
  public Path home() {
    return Path.of("/home");
  }
}
