package atoll.volumeserver.page;

import atoll.kit.event.Level;
import java.util.function.Consumer;
import java.util.function.Supplier;

/// How much is logged, to be asked and changed while the server runs.
///
/// @param now answers the lowest level that is logged
/// @param change sets it
public record LogLevel(Supplier<Level> now, Consumer<Level> change) {

  /// For a log that belongs to somebody else.
  public static final LogLevel FIXED =
      new LogLevel(
          () -> Level.INFO,
          wanted -> {
            throw new IllegalArgumentException("the level is not to be changed from here");
          });
}
