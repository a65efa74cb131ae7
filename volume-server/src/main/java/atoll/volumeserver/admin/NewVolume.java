package atoll.volumeserver.admin;

import atoll.kit.AtollException;
import atoll.kit.Fault;
import atoll.volume.files.VolumeName;
import atoll.volume.needle.Parsed;
import atoll.volume.needle.Ttl;
import atoll.volume.needle.VolumeId;
import atoll.volume.superblock.FormatVersion;
import atoll.volume.superblock.ReplicaPlacement;
import atoll.volume.superblock.SuperBlock;

/// A volume that is to be made.
///
/// @param diskType of the directory it should lie in
/// @param reservedBytes for which the disk is to keep room; 0 for none
public record NewVolume(
    VolumeName name, SuperBlock superBlock, String diskType, long reservedBytes) {

  /// Reads what somebody asks for.
  ///
  /// @param version of the needles; 0 means the newest
  /// @throws AtollException `BAD_INPUT`
  public static NewVolume parse(
      VolumeId id,
      String collection,
      String replication,
      String ttl,
      int version,
      String diskType,
      long reservedBytes) {
    FormatVersion format =
        FormatVersion.of(version == 0 ? FormatVersion.CURRENT.number() : version)
            .orElseThrow(() ->
                new AtollException(
                    Fault.BAD_INPUT, "no needles have version " + version + "; take 1 to 3"));
    SuperBlock fresh =
        SuperBlock.fresh(value(ReplicaPlacement.parse(replication)), value(Ttl.parse(ttl)));
    return new NewVolume(
        new VolumeName(collection, id),
        new SuperBlock(format, fresh.placement(), fresh.ttl(), fresh.revision(), fresh.extra()),
        diskType,
        reservedBytes);
  }

  private static <T> T value(Parsed<T> parsed) {
    return switch (parsed) {
      case Parsed.Value<T>(T value) -> value;
      case Parsed.Malformed<T>(String text) -> throw new AtollException(Fault.BAD_INPUT, text);
    };
  }
}
