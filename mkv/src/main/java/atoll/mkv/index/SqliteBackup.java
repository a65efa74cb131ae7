package atoll.mkv.index;

import atoll.kit.AtollException;
import atoll.kit.Fault;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Properties;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/// Copies a SQLite index as it is at one moment to a file that does not exist yet, while it is used
/// by this process or another. The copy is whole or it is not there.
public final class SqliteBackup {

  private static final long TELLING_MILLIS = 500;

  private SqliteBackup() {}

  /// Copies.
  ///
  /// @param progress told of the bytes written so far, from time to time
  /// @return the bytes of the copy
  public static long copy(Path index, Path target, LongConsumer progress) {
    if (!Files.exists(index)) {
      throw new AtollException(Fault.NOT_FOUND, "there is no index " + index);
    }
    if (Files.exists(target)) {
      throw new AtollException(Fault.CONFLICT, target + " exists: a backup replaces nothing");
    }
    Path part = target.resolveSibling(target.getFileName() + ".part");
    try {
      Files.deleteIfExists(part);
      CountDownLatch done = new CountDownLatch(1);
      Thread watch = watch(part, done, progress);
      try {
        copyInto(index, part);
      } finally {
        done.countDown();
        watch.join();
      }
      long bytes = Files.size(part);
      sync(part);
      Files.move(part, target, StandardCopyOption.ATOMIC_MOVE);
      sync(target.toAbsolutePath().getParent());
      progress.accept(bytes);
      return bytes;
    } catch (IOException failed) {
      throw new AtollException(Fault.IO, "cannot write the backup " + part + ": " + failed, failed);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new AtollException(Fault.CANCELLED, "interrupted during a backup", interrupted);
    }
  }

  private static void copyInto(Path index, Path part) {
    Properties properties = new Properties();
    properties.setProperty("busy_timeout", "5000");
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + index, properties);
        PreparedStatement statement = connection.prepareStatement("VACUUM INTO ?")) {
      statement.setString(1, part.toString());
      statement.execute();
    } catch (SQLException failed) {
      throw new SqliteDialect(index.toString()).fault("back up to " + part, failed);
    }
  }

  /// Tells how far a copy has come, until it is done.
  private static Thread watch(Path part, CountDownLatch done, LongConsumer progress) {
    return Thread.ofPlatform()
        .daemon()
        .name("mkv-index-backup")
        .start(() -> {
          try {
            while (!done.await(TELLING_MILLIS, TimeUnit.MILLISECONDS)) {
              if (Files.exists(part)) {
                progress.accept(Files.size(part));
              }
            }
          } catch (InterruptedException | IOException over) {
            Thread.currentThread().interrupt();
          }
        });
  }

  private static void sync(@Nullable Path path) throws IOException {
    if (path != null) {
      try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
        channel.force(true);
      }
    }
  }
}
