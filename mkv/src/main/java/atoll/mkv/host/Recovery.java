package atoll.mkv.host;

import atoll.kit.Bytes;
import atoll.kit.disk.Disk;
import atoll.kit.disk.DiskEntry;
import atoll.kit.disk.DiskFile;
import atoll.kit.disk.OpenMode;
import atoll.mkv.key.Digests;
import atoll.mkv.record.Sidecar;
import atoll.mkv.record.SidecarReading;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// What a host does before it serves: removes uploads that never ended, and completes the changes
/// that its log holds, in their order.
///
/// A blob and a sidecar that came together are published together: the other one is in the log too,
/// or at its place already with what fits. Anything else was never acknowledged. After a crash in
/// the middle the next start does the rest.
final class Recovery {

  private static final int PIECE = 64 * 1024;

  /// What was found.
  record Result(int completed, int dropped) {}

  private final Disk disk;
  private final HostFolders folders;
  private final Levels levels;
  private final Set<Path> changed = new HashSet<>();
  private int completed;
  private int dropped;

  private Recovery(Disk disk, HostFolders folders, Levels levels) {
    this.disk = disk;
    this.folders = folders;
    this.levels = levels;
  }

  static Result run(Disk disk, HostFolders folders, Levels levels) {
    return new Recovery(disk, folders, levels).run();
  }

  private Result run() {
    for (DiskEntry upload : disk.list(folders.uploads())) {
      disk.delete(upload.path());
      dropped++;
    }
    List<LoggedName> logged = new ArrayList<>();
    for (DiskEntry entry : disk.list(folders.changes())) {
      LoggedName.parse(entry.name()).ifPresent(logged::add);
    }
    logged.sort(Comparator.comparingLong(LoggedName::number).thenComparing(LoggedName::kind));
    Set<LoggedName> whole = new HashSet<>(logged);
    for (LoggedName each : logged) {
      switch (each.kind()) {
        case ALONE -> publish(each);
        case PAIRED -> publishIf(whole.contains(sidecarOf(each)) || !isOfAnother(each), each);
        case SIDECAR -> publishIf(whole.contains(blobOf(each)) || tellsItsBlob(each), each);
        case GONE -> drop(each);
      }
    }
    changed.forEach(disk::syncDirectory);
    disk.syncDirectory(folders.changes());
    return new Result(completed, dropped);
  }

  private void publish(LoggedName name) {
    Path folder = name.blob().folder(folders.root());
    levels.make(name.blob());
    disk.rename(name.below(folders), name.blob().below(folders.root()));
    changed.add(folder);
    changed.add(folders.root().resolve(name.blob().first()));
    completed++;
  }

  private void drop(LoggedName name) {
    disk.delete(name.below(folders));
    dropped++;
  }

  private void publishIf(boolean acknowledged, LoggedName name) {
    if (acknowledged) {
      publish(name);
    } else {
      drop(name);
    }
  }

  private static LoggedName sidecarOf(LoggedName blob) {
    return new LoggedName(blob.number(), LoggedName.Kind.SIDECAR, blob.blob().sidecar());
  }

  private static LoggedName blobOf(LoggedName sidecar) {
    return new LoggedName(sidecar.number(), LoggedName.Kind.PAIRED, sidecar.blob().blob());
  }

  /// Whether a sidecar in the log tells of the blob at its place.
  private boolean tellsItsBlob(LoggedName sidecar) {
    Path blob = sidecar.blob().blob().below(folders.root());
    return disk.find(blob).isPresent() && tells(sidecar.below(folders), blob);
  }

  /// Whether the place of a blob in the log has a sidecar of another content: then the blob came
  /// with one that was lost, and was never acknowledged.
  private boolean isOfAnother(LoggedName blob) {
    Path sidecar = blob.blob().sidecar().below(folders.root());
    return disk.find(sidecar).isPresent() && !tells(sidecar, blob.below(folders));
  }

  private boolean tells(Path sidecar, Path blob) {
    return SidecarReading.of(read(sidecar)) instanceof SidecarReading.Whole(Sidecar told)
        && disk.find(blob).filter(entry -> entry.sizeBytes() == told.sizeBytes()).isPresent()
        && sha256(blob).equals(told.checksums().sha256());
  }

  private Bytes read(Path path) {
    try (DiskFile file = disk.open(path, OpenMode.READ)) {
      ByteBuffer content =
          ByteBuffer.allocateDirect((int) Math.min(file.size(), Sidecar.MOST_BYTES));
      int _ = file.readAt(0, content);
      return Bytes.copyOf(content.flip());
    }
  }

  private Bytes sha256(Path path) {
    MessageDigest digest = Digests.sha256();
    ByteBuffer piece = ByteBuffer.allocateDirect(PIECE);
    try (DiskFile file = disk.open(path, OpenMode.READ)) {
      for (long at = 0; file.readAt(at, piece.clear()) > 0; at += piece.limit()) {
        digest.update(piece.flip());
      }
    }
    return Bytes.of(digest.digest());
  }
}
