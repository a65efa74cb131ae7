package atoll.sim.disk;

import atoll.kit.disk.Disk;
import java.nio.file.Path;

final class SimDiskContractTest extends DiskContract {

  private final SimDisk disk = new SimDisk();

  @Override
  public Disk disk() {
    return disk;
  }

  @Override
  public Path home() {
    return Path.of("/home");
  }
}
