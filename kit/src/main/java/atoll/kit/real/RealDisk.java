package atoll.kit.real;

import atoll.kit.AtollException;
import atoll.kit.Fault;
import atoll.kit.disk.Disk;
import atoll.kit.disk.DiskEntry;
import atoll.kit.disk.DiskFile;
import atoll.kit.disk.DiskLock;
import atoll.kit.disk.DiskSpace;
import atoll.kit.disk.OpenMode;
import atoll.kit.event.Events;
import java.io.File;
import java.io.IOException;
import java.lang.ref.Cleaner;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;

/// The machine's own file system. On 64-bit Linux open files are reached by libc, elsewhere and
/// where native access is not allowed by the JDK's channels; only the first knows what the page
/// cache holds, reserves room and copies inside the kernel.
///
/// A file that becomes unreachable without having been closed is closed and reported.
///
/// Immutable.
public final class RealDisk implements Disk {

  private static final Cleaner CLEANER =
      Cleaner.create(Thread.ofPlatform().daemon().name("atoll-file-cleaner").factory());

  private final RealFileOpener opener;
  private final Events events;

  /// @param events learns of files that were never closed, and of errors at closing
  public RealDisk(Events events) {
    this(bestOpener(), events);
  }

  RealDisk(RealFileOpener opener, Events events) {
    this.opener = opener;
    this.events = events;
  }

  private static RealFileOpener bestOpener() {
    return canCallLibc() ? new PosixOpener(new PosixLibrary()) : new ChannelOpener();
  }

  private static boolean canCallLibc() {
    String system = System.getProperty("os.name");
    String processor = System.getProperty("os.arch").toLowerCase(Locale.ROOT);
    return system.equals("Linux")
        && (processor.equals("amd64") || processor.equals("aarch64"))
        && RealDisk.class.getModule().isNativeAccessEnabled();
  }

  @Override
  public DiskFile open(Path path, OpenMode mode) {
    RealFileAccess access;
    try {
      access = opener.open(path, mode);
    } catch (IOException e) {
      throw RealDiskFaults.failed("open", path, e);
    }
    RealFileReferences references = new RealFileReferences(() -> closeNow(path, access));
    RealFile file = new RealFile(path, mode != OpenMode.READ, access, references);
    CLEANER.register(file, () -> closeLeaked(path, references));
    return file;
  }

  private void closeNow(Path path, RealFileAccess access) {
    try {
      access.close();
    } catch (IOException e) {
      events.report(new RealFileEvent.CloseFailed(path, e));
    }
  }

  private void closeLeaked(Path path, RealFileReferences references) {
    if (references.abandon()) {
      events.report(new RealFileEvent.Leaked(path));
    }
  }

  @Override
  public void rename(Path from, Path to) {
    try {
      Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw RealDiskFaults.failed("rename to " + to + " from", from, e);
    }
  }

  @Override
  public boolean delete(Path path) {
    try {
      return Files.deleteIfExists(path);
    } catch (IOException e) {
      throw RealDiskFaults.failed("delete", path, e);
    }
  }

  @Override
  public List<DiskEntry> list(Path directory) {
    List<DiskEntry> entries = new ArrayList<>();
    try (DirectoryStream<Path> paths = Files.newDirectoryStream(directory)) {
      for (Path path : paths) {
        entry(path).ifPresent(entries::add);
      }
    } catch (IOException e) {
      throw RealDiskFaults.failed("list", directory, e);
    } catch (DirectoryIteratorException e) {
      throw RealDiskFaults.failed("list", directory, Objects.requireNonNull(e.getCause()));
    }
    entries.sort(Comparator.comparing(DiskEntry::name));
    return List.copyOf(entries);
  }

  /// Empty if the name vanished after it was listed.
  private static Optional<DiskEntry> entry(Path path) throws IOException {
    try {
      return Optional.of(entry(path, Files.readAttributes(path, BasicFileAttributes.class)));
    } catch (NoSuchFileException _) {
      return danglingLink(path);
    }
  }

  private static Optional<DiskEntry> danglingLink(Path path) throws IOException {
    try {
      return Optional.of(
          entry(
              path,
              Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS)));
    } catch (NoSuchFileException _) {
      return Optional.empty();
    }
  }

  private static DiskEntry entry(Path path, BasicFileAttributes found) {
    Instant modified = found.lastModifiedTime().toInstant();
    if (found.isRegularFile()) {
      return new DiskEntry(path, DiskEntry.Kind.FILE, found.size(), modified);
    }
    DiskEntry.Kind kind = found.isDirectory() ? DiskEntry.Kind.DIRECTORY : DiskEntry.Kind.OTHER;
    return new DiskEntry(path, kind, 0, modified);
  }

  @Override
  public Optional<DiskEntry> find(Path path) {
    try {
      return Optional.of(entry(path, Files.readAttributes(path, BasicFileAttributes.class)));
    } catch (NoSuchFileException _) {
      return Optional.empty();
    } catch (FileSystemException e) {
      if (RealDiskFaults.fault(e) == Fault.CONFLICT) {
        return Optional.empty();
      }
      throw RealDiskFaults.failed("find", path, e);
    } catch (IOException e) {
      throw RealDiskFaults.failed("find", path, e);
    }
  }

  @Override
  public void setModified(Path path, Instant time) {
    try {
      Files.setLastModifiedTime(path, FileTime.from(time));
    } catch (IOException e) {
      throw RealDiskFaults.failed("set time of", path, e);
    }
  }

  @Override
  public void createDirectories(Path directory) {
    try {
      Files.createDirectories(directory);
    } catch (IOException e) {
      throw RealDiskFaults.failed("create directory", directory, e);
    }
  }

  @Override
  public void syncDirectory(Path directory) {
    try {
      opener.syncDirectory(directory);
    } catch (IOException e) {
      throw RealDiskFaults.failed("sync directory", directory, e);
    }
  }

  @Override
  public DiskLock lock(Path path) {
    return RealLock.take(path);
  }

  /// Asked as a plain file, because the JDK's file stores look for the mount point first, which a
  /// container need not have.
  @Override
  public DiskSpace space(Path path) {
    File file = path.toFile();
    long total = file.getTotalSpace();
    if (total == 0 && !file.exists()) {
      throw new AtollException(Fault.NOT_FOUND, "space of " + path + ": no such file or directory");
    }
    return new DiskSpace(total, file.getFreeSpace(), file.getUsableSpace());
  }

  /// Says how open files are reached, for whoever wonders why a machine is slow.
  @Override
  public String toString() {
    return "the file system through " + opener;
  }
}
