package atoll.mkv.index;

import java.nio.file.Path;
import java.util.Optional;

/// Where a SQLite index lies and how it is kept. Immutable.
///
/// @param file empty: in memory, gone when it is closed
/// @param synced whether a commit is on the disk when it is told; without it a crash of the machine
///   loses the last ones, and a crash of the process none
/// @param reading where look-ups are made
/// @param cacheBytes of each connection
/// @param mapBytes how much of the file is read through memory
public record SqliteSettings(
    Optional<Path> file, boolean synced, Reading reading, long cacheBytes, long mapBytes) {

  private static final long MIB = 1L << 20;

  /// Where look-ups are made.
  public enum Reading {
    /// On the event loop while the file is smaller than half of the machine's memory.
    AUTO,
    ON_LOOP,
    IN_POOL
  }

  /// A file, durable.
  public static SqliteSettings of(Path file) {
    return new SqliteSettings(Optional.of(file), true, Reading.AUTO, 64 * MIB, 8192 * MIB);
  }

  /// Nothing but memory, for tests.
  public static SqliteSettings inMemory() {
    return new SqliteSettings(Optional.empty(), false, Reading.ON_LOOP, 16 * MIB, 0);
  }
}
