package atoll.mkv.host;

import atoll.kit.disk.Disk;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A change of the names of files, in the two steps between which it becomes durable. Confined to
/// the thread that makes the changes of its time.
sealed interface NameChange {

  /// Moves the files into the folder of changes.
  void log(Disk disk, HostFolders folders, long number);

  /// Once the log is durable: moves them to where they belong.
  ///
  /// @return whether there was a file of that name
  boolean complete(Disk disk, HostFolders folders);

  /// After a failure: takes back what was logged, as far as that goes.
  void takeBack(Disk disk, HostFolders folders);

  /// A file, or a blob with its sidecar, gets its name.
  final class Publish implements NameChange {

    private final Incoming content;
    private final HostPath.Blob as;
    private final Optional<Incoming> sidecar;
    private final HostPath.Blob sidecarAs;
    private @Nullable LoggedName logged;
    private @Nullable LoggedName sidecarLogged;

    Publish(Incoming content, HostPath.Blob as, Optional<Incoming> sidecar) {
      this.content = content;
      this.as = as;
      this.sidecar = sidecar;
      this.sidecarAs = as.sidecar();
    }

    @Override
    public void log(Disk disk, HostFolders folders, long number) {
      LoggedName.Kind kind = sidecar.isPresent() ? LoggedName.Kind.PAIRED : LoggedName.Kind.ALONE;
      LoggedName name = new LoggedName(number, kind, as);
      content.moveTo(name.below(folders));
      logged = name;
      if (sidecar.isPresent()) {
        LoggedName second = new LoggedName(number, LoggedName.Kind.SIDECAR, sidecarAs);
        sidecar.get().moveTo(second.below(folders));
        sidecarLogged = second;
      }
    }

    @Override
    public boolean complete(Disk disk, HostFolders folders) {
      LoggedName name = logged;
      if (name == null) {
        throw new AssertionError("a change is logged before it is completed");
      }
      Path target = as.below(folders.root());
      boolean replaced = disk.find(target).isPresent();
      disk.rename(name.below(folders), target);
      logged = null;
      LoggedName second = sidecarLogged;
      if (second != null) {
        disk.rename(second.below(folders), sidecarAs.below(folders.root()));
        sidecarLogged = null;
      }
      return replaced;
    }

    @Override
    public void takeBack(Disk disk, HostFolders folders) {
      LoggedName second = sidecarLogged;
      if (second != null) {
        disk.delete(second.below(folders));
        sidecarLogged = null;
      }
      LoggedName name = logged;
      if (name != null) {
        disk.delete(name.below(folders));
        logged = null;
      }
    }
  }

  /// A file loses its name.
  final class Remove implements NameChange {

    private final HostPath.Blob blob;
    private @Nullable LoggedName logged;

    Remove(HostPath.Blob blob) {
      this.blob = blob;
    }

    @Override
    public void log(Disk disk, HostFolders folders, long number) {
      Path path = blob.below(folders.root());
      if (disk.find(path).isPresent()) {
        LoggedName name = new LoggedName(number, LoggedName.Kind.GONE, blob);
        disk.rename(path, name.below(folders));
        logged = name;
      }
    }

    @Override
    public boolean complete(Disk disk, HostFolders folders) {
      LoggedName name = logged;
      if (name == null) {
        return false;
      }
      disk.delete(name.below(folders));
      logged = null;
      return true;
    }

    /// The file may be gone or come back at the next start: nobody was told either.
    @Override
    public void takeBack(Disk disk, HostFolders folders) {
      LoggedName name = logged;
      if (name != null) {
        disk.rename(name.below(folders), blob.below(folders.root()));
        logged = null;
      }
    }
  }
}
