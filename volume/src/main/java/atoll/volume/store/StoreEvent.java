package atoll.volume.store;

import atoll.kit.event.Event;
import atoll.kit.event.EventField;
import atoll.kit.event.Level;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What happens to the directories of a store that an operator may want to know.
public sealed interface StoreEvent extends Event {

  /// The data directory.
  String directory();

  @Override
  default Level level() {
    return Level.WARN;
  }

  @Override
  default List<EventField> fields() {
    return List.of(new EventField("directory", directory()));
  }

  /// A directory cannot be used; the others are.
  record DirectoryFailed(String directory, @Nullable Throwable cause) implements StoreEvent {

    @Override
    public Level level() {
      return Level.ERROR;
    }

    @Override
    public String code() {
      return "store.directory.failed";
    }

    @Override
    public String message() {
      return "directory %s is not served: %s; check its disk and start again"
          .formatted(directory, cause);
    }
  }

  /// A volume could not be loaded; the others are.
  record VolumeFailed(String directory, String volume, @Nullable Throwable cause)
      implements StoreEvent {

    @Override
    public Level level() {
      return Level.ERROR;
    }

    @Override
    public String code() {
      return "store.volume.failed";
    }

    @Override
    public String message() {
      return "volume %s in %s is not served: %s; its files stay as they are"
          .formatted(volume, directory, cause);
    }
  }

  /// Files of a volume that is not served.
  record LeftAside(String directory, String volume, String why) implements StoreEvent {

    @Override
    public String code() {
      return "store.volume.left";
    }

    @Override
    public String message() {
      return "volume %s in %s is not served: %s; its files stay as they are"
          .formatted(volume, directory, why);
    }
  }

  /// A half copy, or what an interrupted deletion left, was removed.
  record HalfCopyRemoved(String directory, String volume) implements StoreEvent {

    @Override
    public String code() {
      return "store.half.removed";
    }

    @Override
    public String message() {
      return "volume %s in %s was half copied or half deleted, as its .note says: removed"
          .formatted(volume, directory);
    }
  }

  /// Volumes of both offset widths.
  record WidthsMixed(String directory) implements StoreEvent {

    @Override
    public String code() {
      return "store.widths.mixed";
    }

    @Override
    public String message() {
      return ("directory %s has volumes with 4-byte and with 5-byte offsets: served here, but no"
              + " SeaweedFS server opens both")
          .formatted(directory);
    }
  }

  /// Less is free than should be, or enough again.
  record SpaceChanged(String directory, boolean low, long usableBytes) implements StoreEvent {

    @Override
    public String code() {
      return low ? "store.space.low" : "store.space.enough";
    }

    @Override
    public String message() {
      return low
          ? "directory %s has only %d bytes free: its volumes are read-only; make room"
              .formatted(directory, usableBytes)
          : "directory %s has %d bytes free: its volumes take writes again"
              .formatted(directory, usableBytes);
    }
  }
}
