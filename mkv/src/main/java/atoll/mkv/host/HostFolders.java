package atoll.mkv.host;

import atoll.kit.disk.Disk;
import java.nio.file.Path;

/// The folders of a host's own, below its root and with a name that no request reaches: uploads
/// that are under way, and changes that are durable and not yet at their place.
///
/// They lie below the root so that they are on its file system, whatever is mounted there.
/// Immutable.
record HostFolders(Path root) {

  static final String OWN = ".mkv";

  Path own() {
    return root.resolve(OWN);
  }

  Path uploads() {
    return own().resolve("uploads");
  }

  Path changes() {
    return own().resolve("changes");
  }

  Path lock() {
    return own().resolve("lock");
  }

  /// Makes them, durably.
  void create(Disk disk) {
    disk.createDirectories(uploads());
    disk.createDirectories(changes());
    disk.syncDirectory(own());
    disk.syncDirectory(root);
  }
}
