package atoll.kit.real;

import atoll.kit.disk.OpenMode;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Locale;
import java.util.Set;

/// Opens files by the JDK's channels, where libc cannot be called. Immutable.
final class ChannelOpener implements RealFileOpener {

  private static final boolean WINDOWS =
      System.getProperty("os.name").toLowerCase(Locale.ROOT).startsWith("windows");

  private final ChannelThreads threads = new ChannelThreads();

  @Override
  public RealFileAccess open(Path path, OpenMode mode) throws IOException {
    Set<StandardOpenOption> options =
        switch (mode) {
          case READ -> Set.of(StandardOpenOption.READ);
          case WRITE -> Set.of(StandardOpenOption.READ, StandardOpenOption.WRITE);
          case CREATE ->
              Set.of(StandardOpenOption.READ, StandardOpenOption.WRITE, StandardOpenOption.CREATE);
          case CREATE_NEW ->
              Set.of(
                  StandardOpenOption.READ, StandardOpenOption.WRITE, StandardOpenOption.CREATE_NEW);
        };
    if (mode == OpenMode.READ && Files.isDirectory(path)) {
      throw new FileSystemException(path.toString(), null, "Is a directory");
    }
    return new ChannelFile(FileChannel.open(path, options), threads);
  }

  /// Windows lets nobody sync a directory and journals its names by itself: nothing happens there.
  @Override
  public void syncDirectory(Path directory) throws IOException {
    if (WINDOWS) {
      return;
    }
    try (FileChannel opened = FileChannel.open(directory, StandardOpenOption.READ)) {
      threads.call(() -> {
        opened.force(true);
        return true;
      });
    }
  }

  @Override
  public String toString() {
    return "the JDK's channels";
  }
}
