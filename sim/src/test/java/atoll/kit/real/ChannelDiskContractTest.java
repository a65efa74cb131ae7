package atoll.kit.real;

import atoll.kit.disk.Disk;
import atoll.kit.event.Events;
import atoll.sim.disk.DiskContract;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

/// The way to files that machines without libc take, held to the contract of every disk. It stands
/// in this package because only this package may choose the way.
final class ChannelDiskContractTest extends DiskContract {

  private final Disk disk = new RealDisk(new ChannelOpener(), Events.NONE);

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
