package atoll.volume.store;

import atoll.kit.Check;
import atoll.volume.index.OffsetWidth;
import java.time.Duration;

/// What holds for all directories of a store.
///
/// @param width of the offsets in new volumes
/// @param loadWorkers how many volumes are loaded at a time
/// @param loadMax how long loading may wait for its last volumes
/// @param spoolsMax how many large bodies may arrive in one directory at a time
public record StoreOptions(OffsetWidth width, int loadWorkers, Duration loadMax, int spoolsMax) {

  public static final StoreOptions DEFAULT =
      new StoreOptions(OffsetWidth.FOUR, 10, Duration.ofHours(2), 64);

  public StoreOptions {
    Check.that(loadWorkers > 0, "somebody must load the volumes");
    Check.that(spoolsMax > 0, "large bodies need a spool");
  }
}
