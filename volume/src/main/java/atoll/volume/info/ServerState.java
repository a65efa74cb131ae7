package atoll.volume.info;

import atoll.kit.Bytes;
import atoll.volume.needle.Place;
import atoll.volume.protobuf.ProtoField;
import atoll.volume.protobuf.ProtoField.Wire;
import atoll.volume.protobuf.ProtoWriter;

/// What a server remembers of itself in `state.pb`, a protobuf message:
///
/// ```
///   1 maintenance (bool), 2 version (uint32)
/// ```
///
/// @param version 32 bits unsigned; who changes the state must name the present one, and each
///   change adds one
/// @param unknown fields that nobody knows, as they stood
public record ServerState(boolean maintenance, int version, Bytes unknown) {

  /// Of a server without the file.
  public static final ServerState INITIAL = new ServerState(false, 0, Bytes.EMPTY);

  private static final int MAINTENANCE = 1;
  private static final int VERSION = 2;

  /// Reads a file.
  ///
  /// @throws atoll.kit.AtollException `CORRUPT` if it is no protobuf message
  public static ServerState read(Bytes file, Place place) {
    boolean maintenance = false;
    int version = 0;
    ProtoWriter unknown = new ProtoWriter();
    for (ProtoField field : ProtoField.read(file, place)) {
      if (field.is(MAINTENANCE, Wire.VARINT)) {
        maintenance = field.value() != 0;
      } else if (field.is(VERSION, Wire.VARINT)) {
        version = (int) field.value();
      } else {
        unknown.raw(field.raw());
      }
    }
    return new ServerState(maintenance, version, unknown.toBytes());
  }

  public Bytes write() {
    return new ProtoWriter()
        .flag(MAINTENANCE, maintenance)
        .varint(VERSION, Integer.toUnsignedLong(version))
        .raw(unknown)
        .toBytes();
  }

  /// The state after a change that named the present version.
  public ServerState changedTo(boolean newMaintenance) {
    return new ServerState(newMaintenance, version + 1, unknown);
  }
}
