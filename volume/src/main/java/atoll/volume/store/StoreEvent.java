package atoll.volume.store;

import atoll.kit.event.Event;
import atoll.kit.event.EventField;
import atoll.kit.event.Level;
import atoll.volume.files.VolumeFile;
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

  /// What the server remembers of itself cannot be read.
  record StateUnreadable(String directory, @Nullable Throwable cause) implements StoreEvent {

    @Override
    public String code() {
      return "store.state.unreadable";
    }

    @Override
    public String message() {
      return "%s in %s is not read: %s; the server begins without maintenance mode"
          .formatted(VolumeFile.SERVER_STATE, directory, cause);
    }
  }

  /// The system gives no lock on a directory; nothing keeps a second server away.
  record LockMissing(String directory, @Nullable Throwable cause) implements StoreEvent {

    @Override
    public String code() {
      return "store.lock.missing";
    }

    @Override
    public String message() {
      return "directory %s cannot be locked: %s; see that nobody else uses it"
          .formatted(directory, cause);
    }
  }

  /// The data file of a volume went away behind the server, or came back.
  record DataFileVanished(String directory, String volume, boolean gone) implements StoreEvent {

    @Override
    public Level level() {
      return gone ? Level.ERROR : Level.WARN;
    }

    @Override
    public String code() {
      return gone ? "store.volume.vanished" : "store.volume.returned";
    }

    @Override
    public String message() {
      return gone
          ? "the .dat file of volume %s is gone from %s: it is not reported any more; put it back or unmount the volume"
              .formatted(volume, directory)
          : "the .dat file of volume %s is in %s again: it is reported again"
              .formatted(volume, directory);
    }
  }

  /// What encoding a volume into shards had left of it was removed; it held no needles.
  record RemainderRemoved(String directory, String volume) implements StoreEvent {

    @Override
    public String code() {
      return "store.remainder.removed";
    }

    @Override
    public String message() {
      return "volume %s in %s was encoded into shards: its .dat without needles was removed"
          .formatted(volume, directory);
    }
  }

  /// The time of a volume with a TTL is over.
  record Expired(String directory, String volume, String what) implements StoreEvent {

    @Override
    public Level level() {
      return Level.INFO;
    }

    @Override
    public String code() {
      return "store.volume.expired";
    }

    @Override
    public String message() {
      return "volume %s in %s has outlived its TTL: %s".formatted(volume, directory, what);
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
