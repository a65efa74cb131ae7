package atoll.sim.disk;

import atoll.kit.disk.Disk;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;

/// What every [Disk] does, as a suite: a test class extends this and says which disk. Each test
/// gets a new instance of that class, so a field may hold the disk. What a crash leaves is not part
/// of it.
public abstract class DiskContract
    implements OpeningContract, FileContract, DirectoryContract, SharingContract {

  /// The disk under test, the same one throughout a test.
  @Override
  public abstract Disk disk();

  /// A directory on it for this test alone. It is made if it is missing and must be empty.
  @Override
  public abstract Path home();

  @BeforeEach
  final void makeHome() {
    disk().createDirectories(home());
  }
}
