package atoll.volumeserver.master;

import atoll.kit.AtollException;
import atoll.kit.Fault;
import atoll.volume.needle.Parsed;
import atoll.volume.needle.Ttl;
import atoll.volume.store.DirectorySettings;
import atoll.volume.superblock.ReplicaPlacement;
import atoll.volumeserver.wire.master.VolumeInformationMessage;

/// The kind of volume that a needle goes to: volumes of equal kind are interchangeable.
record Layout(String collection, ReplicaPlacement placement, Ttl ttl, String diskType) {

  /// Reads what somebody asks for.
  ///
  /// @param usual for who names no placement
  /// @throws AtollException `BAD_INPUT`
  static Layout parse(
      String collection, String replication, String ttl, String diskType, ReplicaPlacement usual) {
    return new Layout(
        collection,
        replication.isEmpty() ? usual : value(ReplicaPlacement.parse(replication)),
        value(Ttl.parse(ttl)),
        DirectorySettings.diskTypeOf(diskType));
  }

  static Layout of(VolumeInformationMessage volume) {
    return new Layout(
        volume.getCollection(),
        ReplicaPlacement.fromByte((byte) volume.getReplicaPlacement()),
        Ttl.fromWire(volume.getTtl()),
        volume.getDiskType());
  }

  private static <T> T value(Parsed<T> parsed) {
    return switch (parsed) {
      case Parsed.Value<T>(T value) -> value;
      case Parsed.Malformed<T>(String text) -> throw new AtollException(Fault.BAD_INPUT, text);
    };
  }
}
