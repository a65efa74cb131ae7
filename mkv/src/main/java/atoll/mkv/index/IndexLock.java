package atoll.mkv.index;

import atoll.kit.AtollException;
import atoll.kit.Fault;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/// The lock beside an index in a file, which keeps a second gateway out; an index in memory has
/// none. Confined to the index's owner.
final class IndexLock implements AutoCloseable {

  private final Optional<FileChannel> channel;

  private IndexLock(Optional<FileChannel> channel) {
    this.channel = channel;
  }

  /// Takes it.
  ///
  /// @throws AtollException `BUSY` if somebody has it, `IO`
  static IndexLock of(Optional<Path> file) {
    if (file.isEmpty()) {
      return new IndexLock(Optional.empty());
    }
    try {
      return new IndexLock(Optional.of(take(file.get())));
    } catch (IOException failed) {
      throw new AtollException(Fault.IO, "cannot lock the index: " + failed, failed);
    }
  }

  private static FileChannel take(Path file) throws IOException {
    Path folder = file.toAbsolutePath().getParent();
    if (folder != null) {
      Files.createDirectories(folder);
    }
    Path beside = file.resolveSibling(file.getFileName() + ".lock");
    FileChannel channel =
        FileChannel.open(beside, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    FileLock lock;
    try {
      lock = channel.tryLock();
    } catch (OverlappingFileLockException own) {
      lock = null;
    }
    if (lock == null) {
      channel.close();
      throw new AtollException(
          Fault.BUSY, "the index " + file + " is in use by another process: stop that one first");
    }
    return channel;
  }

  @Override
  public void close() {
    if (channel.isPresent()) {
      try {
        channel.get().close();
      } catch (IOException gone) {
        throw new AtollException(Fault.IO, "cannot give the index's lock back: " + gone, gone);
      }
    }
  }
}
