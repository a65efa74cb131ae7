package atoll.mkv.host;

import atoll.kit.AtollException;
import atoll.kit.Fault;
import atoll.kit.disk.Disk;
import atoll.kit.disk.DiskEntry;
import atoll.kit.disk.DiskFile;
import atoll.kit.disk.DiskLock;
import atoll.kit.disk.OpenMode;
import atoll.kit.event.Events;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;

/// The files of a host. What it has acknowledged survives any crash, whole; what it has not is
/// whole or absent.
///
/// Its methods wait for the disk. Shared.
final class BlobFiles implements AutoCloseable {

  private final Disk disk;
  private final HostFolders folders;
  private final Levels levels;
  private final Predicate<Path> isLink;
  private final DiskLock lock;
  private final ChangeLog log;
  private final AtomicLong uploads = new AtomicLong();

  private BlobFiles(
      Disk disk,
      HostFolders folders,
      Levels levels,
      Predicate<Path> isLink,
      DiskLock lock,
      ChangeLog log) {
    this.disk = disk;
    this.folders = folders;
    this.levels = levels;
    this.isLink = isLink;
    this.lock = lock;
    this.log = log;
  }

  /// Takes the root for this process, and completes what an earlier one began.
  ///
  /// @param isLink whether a path is a symbolic link, which a host does not follow
  /// @param threads where changes are made durable
  /// @throws AtollException `BUSY` if another host serves this root
  static BlobFiles open(
      Disk disk,
      Path root,
      Predicate<Path> isLink,
      Executor threads,
      int groupCount,
      HostCounts counts,
      Events events) {
    HostFolders folders = new HostFolders(root);
    folders.create(disk);
    DiskLock lock = disk.lock(folders.lock());
    try {
      Levels levels = new Levels(disk, folders);
      Recovery.Result found = Recovery.run(disk, folders, levels);
      if (found.completed() + found.dropped() > 0) {
        events.report(new BlobHostEvent.Recovered(root, found.completed(), found.dropped()));
      }
      return new BlobFiles(
          disk,
          folders,
          levels,
          isLink,
          lock,
          new ChangeLog(disk, folders, threads, groupCount, counts));
    } catch (AtollException failed) {
      lock.close();
      throw failed;
    }
  }

  /// Begins a file. If the root is not what it was, because a disk is gone, this fails before
  /// anything is written.
  Incoming receive() {
    return Incoming.create(
        disk, folders.uploads().resolve(Long.toHexString(uploads.incrementAndGet())));
  }

  /// Gives sealed files their names: a blob, or a sidecar alone, or both together.
  CompletableFuture<Boolean> publish(
      Incoming content, HostPath.Blob as, Optional<Incoming> sidecar) {
    refuseLinks(as);
    levels.make(as);
    disk.find(as.below(folders.root()))
        .filter(there -> there.kind() != DiskEntry.Kind.FILE)
        .ifPresent(there -> {
          throw new AtollException(Fault.CONFLICT, as.path() + " is not a file");
        });
    return log.add(new NameChange.Publish(content, as, sidecar));
  }

  /// Removes a file.
  ///
  /// @return whether there was one
  CompletableFuture<Boolean> remove(HostPath.Blob blob) {
    if (isBehindLink(blob)) {
      return CompletableFuture.completedFuture(false);
    }
    Optional<DiskEntry> there = disk.find(blob.below(folders.root()));
    return there.isPresent() && there.get().kind() == DiskEntry.Kind.FILE
        ? log.add(new NameChange.Remove(blob))
        : CompletableFuture.completedFuture(false);
  }

  /// A file that is there; empty if there is none.
  Optional<Found> find(HostPath.Blob blob) {
    return isBehindLink(blob) ? Optional.empty() : find(blob.below(folders.root()));
  }

  Optional<Found> identity() {
    return find(folders.root().resolve(HostPath.IDENTITY_FILE));
  }

  private Optional<Found> find(Path path) {
    Optional<DiskEntry> entry = disk.find(path).filter(e -> e.kind() == DiskEntry.Kind.FILE);
    if (entry.isEmpty()) {
      return Optional.empty();
    }
    try {
      return Optional.of(new Found(entry.get(), disk.open(path, OpenMode.READ)));
    } catch (AtollException gone) {
      if (gone.fault() == Fault.NOT_FOUND) {
        return Optional.empty();
      }
      throw gone;
    }
  }

  /// An open file, to be closed by whoever found it.
  record Found(DiskEntry entry, DiskFile file) {}

  /// What a folder holds, without what is hidden; empty if there is no such folder.
  Optional<List<DiskEntry>> list(HostPath.Folder folder) {
    Path path = folder.below(folders.root());
    if (isLink(path)
        || disk.find(path).filter(e -> e.kind() == DiskEntry.Kind.DIRECTORY).isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        disk.list(path).stream().filter(entry -> !entry.name().startsWith(".")).toList());
  }

  /// Whether a body of that length, or of any if it is below zero, leaves `floorBytes` free.
  boolean hasRoom(long length, long floorBytes) {
    return usableBytes() - Math.max(0, length) >= floorBytes;
  }

  long usableBytes() {
    return disk.space(folders.root()).usableBytes();
  }

  private void refuseLinks(HostPath.Blob blob) {
    if (isBehindLink(blob)) {
      throw new AtollException(
          Fault.DENIED, blob.path() + " leads through a symbolic link, which a host never follows");
    }
  }

  private boolean isBehindLink(HostPath.Blob blob) {
    Path path = blob.below(folders.root());
    Path second = blob.folder(folders.root());
    return isLink(folders.root().resolve(blob.first())) || isLink(second) || isLink(path);
  }

  private boolean isLink(Path path) {
    return !path.equals(folders.root()) && isLink.test(path);
  }

  @Override
  public void close() {
    lock.close();
  }
}
