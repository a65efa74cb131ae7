package atoll.kit.event;

/// Something that happened and that an operator may want to know. Each room has its own sealed
/// family of records that implement this.
public interface Event {

  Level level();

  /// A stable name to search and count by: `volume.tail.cut`.
  String code();

  /// One sentence: what happened, to what (volume or key, file and offset), and what to do. Holds
  /// no secret, and of a key at most its hash.
  String message();
}
