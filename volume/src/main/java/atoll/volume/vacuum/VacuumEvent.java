package atoll.volume.vacuum;

import atoll.kit.event.Event;
import atoll.kit.event.EventField;
import atoll.kit.event.Level;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What happens in a vacuum that an operator may want to know.
public sealed interface VacuumEvent extends Event {

  /// The volume's name, as its files begin.
  String volume();

  @Override
  default List<EventField> fields() {
    return List.of(new EventField("volume", volume()));
  }

  /// The volume serves its new files.
  record Committed(String volume, VacuumSummary summary) implements VacuumEvent {

    @Override
    public Level level() {
      return Level.INFO;
    }

    @Override
    public String code() {
      return "vacuum.committed";
    }

    @Override
    public String message() {
      return "volume %s was vacuumed: %d bytes became %d, %d records copied, %d needles expired"
          .formatted(
              volume,
              summary.bytesBefore(),
              summary.bytesAfter(),
              summary.copied(),
              summary.expired());
    }
  }

  /// It ended early; the old files serve on.
  record Failed(String volume, @Nullable Throwable cause) implements VacuumEvent {

    @Override
    public Level level() {
      return Level.WARN;
    }

    @Override
    public String code() {
      return "vacuum.failed";
    }

    @Override
    public String message() {
      return "vacuum of volume %s failed, its old files serve on: %s"
          .formatted(volume, cause == null ? "unknown" : cause.getMessage());
    }
  }

  /// The disk failed when nothing could be taken back any more.
  record Stuck(String volume, @Nullable Throwable cause) implements VacuumEvent {

    @Override
    public Level level() {
      return Level.ERROR;
    }

    @Override
    public String code() {
      return "vacuum.stuck";
    }

    @Override
    public String message() {
      return ("volume %s is read-only because its disk failed in the middle of a vacuum's commit:"
              + " check the disk, then load the volume again, which finishes it: %s")
          .formatted(volume, cause == null ? "unknown" : cause.getMessage());
    }
  }

  /// Something that no longer matters could not be removed.
  record LeftBehind(String volume, @Nullable Throwable cause) implements VacuumEvent {

    @Override
    public Level level() {
      return Level.WARN;
    }

    @Override
    public String code() {
      return "vacuum.left.behind";
    }

    @Override
    public String message() {
      return "vacuum of volume %s left files behind that the next load removes: %s"
          .formatted(volume, cause == null ? "unknown" : cause.getMessage());
    }
  }

  /// What an interrupted vacuum left was settled.
  ///
  /// @param finished whether the volume is the new one
  record Recovered(String volume, boolean finished) implements VacuumEvent {

    @Override
    public Level level() {
      return Level.WARN;
    }

    @Override
    public String code() {
      return "vacuum.recovered";
    }

    @Override
    public String message() {
      return "volume %s: an interrupted vacuum was %s"
          .formatted(volume, finished ? "finished" : "undone");
    }
  }
}
