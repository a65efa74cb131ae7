package atoll.kit.event;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// Something that happened and that an operator may want to know. Each room has its own sealed
/// family of records that implement this; a record component named `cause` is the cause.
public interface Event {

  Level level();

  /// A stable name to search and count by: `volume.tail.cut`.
  String code();

  /// One sentence: what happened, to what (volume or key, file and offset), and what to do. Holds
  /// no secret, and of a key at most its hash.
  String message();

  /// What was thrown, if something was.
  default @Nullable Throwable cause() {
    return null;
  }

  /// The parts of the message that a machine should find without reading it, in a fixed order.
  default List<EventField> fields() {
    return List.of();
  }
}
