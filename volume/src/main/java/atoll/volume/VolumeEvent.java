package atoll.volume;

import atoll.kit.AtollException;
import atoll.kit.event.Event;
import atoll.kit.event.EventField;
import atoll.kit.event.Level;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What happens to a volume that an operator may want to know.
public sealed interface VolumeEvent extends Event {

  /// The volume's name, as its files begin.
  String volume();

  @Override
  default List<EventField> fields() {
    return List.of(new EventField("volume", volume()));
  }

  /// It was opened.
  record Opened(String volume, long needles, long dataBytes, String state) implements VolumeEvent {

    @Override
    public Level level() {
      return Level.INFO;
    }

    @Override
    public String code() {
      return "volume.opened";
    }

    @Override
    public String message() {
      return "volume %s opened: %d needles in %d bytes%s"
          .formatted(volume, needles, dataBytes, state.isEmpty() ? "" : "; " + state);
    }
  }

  /// It was loaded, but something about it must not be changed before somebody has looked.
  record Damaged(String volume, String what) implements VolumeEvent {

    @Override
    public Level level() {
      return Level.ERROR;
    }

    @Override
    public String code() {
      return "volume.damaged";
    }

    @Override
    public String message() {
      return "volume %s is read-only: %s; nothing was changed: run the volume tool on it"
          .formatted(volume, what);
    }
  }

  /// Something about it was mended when it was loaded.
  record Repaired(String volume, String what) implements VolumeEvent {

    @Override
    public Level level() {
      return Level.WARN;
    }

    @Override
    public String code() {
      return "volume.repaired";
    }

    @Override
    public String message() {
      return "volume " + volume + " was repaired: " + what;
    }
  }

  /// Its info file says nothing that can be used.
  record InfoUnreadable(String volume, String what) implements VolumeEvent {

    @Override
    public Level level() {
      return Level.WARN;
    }

    @Override
    public String code() {
      return "volume.info.unreadable";
    }

    @Override
    public String message() {
      return "volume info of %s is ignored: %s; mend or remove the file".formatted(volume, what);
    }
  }

  /// An append failed; the volume takes no writes from now on.
  record WriteFailed(String volume, AtollException cause) implements VolumeEvent {

    @Override
    public Level level() {
      return Level.ERROR;
    }

    @Override
    public String code() {
      return "volume.write.failed";
    }

    @Override
    public String message() {
      return "volume %s is read-only because a write failed: check the disk, then load it again"
          .formatted(volume);
    }
  }

  /// What a failed append left could not be cut away.
  record TornAppendLeft(String volume, long offset, AtollException cause) implements VolumeEvent {

    @Override
    public Level level() {
      return Level.ERROR;
    }

    @Override
    public String code() {
      return "volume.append.torn";
    }

    @Override
    public String message() {
      return "volume %s may end with a torn record at offset %d: loading it again mends that"
          .formatted(volume, offset);
    }
  }

  /// A sync failed; the volume takes no writes from now on.
  record SyncFailed(String volume, AtollException cause) implements VolumeEvent {

    @Override
    public Level level() {
      return Level.ERROR;
    }

    @Override
    public String code() {
      return "volume.sync.failed";
    }

    @Override
    public String message() {
      return ("volume %s is read-only because a sync failed, and what was written since the last"
              + " one may be lost: check the disk, then load it again")
          .formatted(volume);
    }
  }

  /// The disk keeps no room for a volume.
  record RoomNotReserved(String volume, long bytes, AtollException cause) implements VolumeEvent {

    @Override
    public Level level() {
      return Level.WARN;
    }

    @Override
    public String code() {
      return "volume.room.not.reserved";
    }

    @Override
    public String message() {
      return "volume %s has no room of %d bytes reserved, and grows as it is written: %s"
          .formatted(volume, bytes, cause.getMessage());
    }
  }

  /// A needle is not what the index promises, or not whole.
  record NeedleCorrupt(String volume, String what) implements VolumeEvent {

    @Override
    public Level level() {
      return Level.WARN;
    }

    @Override
    public String code() {
      return "volume.needle.corrupt";
    }

    @Override
    public String message() {
      return "volume " + volume + ": " + what + "; restore the needle from a replica";
    }
  }

  /// The disk did not give a needle.
  record ReadFailed(String volume, int inARow, AtollException cause) implements VolumeEvent {

    @Override
    public Level level() {
      return Level.WARN;
    }

    @Override
    public String code() {
      return "volume.read.failed";
    }

    @Override
    public String message() {
      return "volume %s: read %d in a row failed: check the disk".formatted(volume, inARow);
    }
  }

  /// Too many reads failed; the volume takes nothing until somebody marks it writable.
  record QuarantineBegun(String volume, int failures) implements VolumeEvent {

    @Override
    public Level level() {
      return Level.ERROR;
    }

    @Override
    public String code() {
      return "volume.quarantined";
    }

    @Override
    public String message() {
      return ("volume %s is quarantined after %d failed reads in a row: check the disk, then mark"
              + " it writable")
          .formatted(volume, failures);
    }
  }

  /// What somebody wanted done with an answer threw.
  record AnswerFailed(String volume, @Nullable Throwable cause) implements VolumeEvent {

    @Override
    public Level level() {
      return Level.ERROR;
    }

    @Override
    public String code() {
      return "volume.answer.failed";
    }

    @Override
    public String message() {
      return "volume " + volume + ": taking an answer failed; this is a bug, please report it";
    }
  }

  /// Its needle map is in memory, since the file for it could not be made.
  record MapInMemory(String volume, @Nullable Throwable cause) implements VolumeEvent {

    @Override
    public Level level() {
      return Level.WARN;
    }

    @Override
    public String code() {
      return "volume.map.memory";
    }

    @Override
    public String message() {
      return "the needle map of volume %s is in memory: its file could not be made"
          .formatted(volume);
    }
  }

  /// The file of its needle map did not fit, and was made from the index again.
  record MapMadeAnew(String volume, String why) implements VolumeEvent {

    @Override
    public Level level() {
      return Level.INFO;
    }

    @Override
    public String code() {
      return "volume.map.made";
    }

    @Override
    public String message() {
      return "the needle map of volume %s was made anew: %s".formatted(volume, why);
    }
  }

  /// The file of its needle map is as it was; changes wait in memory.
  record MapMergeFailed(String volume, @Nullable Throwable cause) implements VolumeEvent {

    @Override
    public Level level() {
      return Level.WARN;
    }

    @Override
    public String code() {
      return "volume.map.merge.failed";
    }

    @Override
    public String message() {
      return ("changes of the needle map of volume %s stay in memory, since its file could not be"
              + " made: check the disk")
          .formatted(volume);
    }
  }

  /// It was to get another kind of needle map, which could not be made.
  record MapKept(String volume, @Nullable Throwable cause) implements VolumeEvent {

    @Override
    public Level level() {
      return Level.ERROR;
    }

    @Override
    public String code() {
      return "volume.map.kept";
    }

    @Override
    public String message() {
      return "volume %s keeps the needle map it has, since another could not be made: check the disk"
          .formatted(volume);
    }
  }
}
