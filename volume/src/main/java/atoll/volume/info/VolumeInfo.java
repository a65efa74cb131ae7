package atoll.volume.info;

import atoll.kit.Bytes;
import java.util.List;
import java.util.Optional;

/// What stands beside a volume in its `.vif` file, a JSON document.
///
/// @param files where the data lies if it was moved to remote storage
/// @param version the format version, unsigned; the super block outranks it where it can be read,
///   and must: fresh volumes of versions 1 and 2 carry a 3 here
/// @param replication a replica placement that outranks the super block's unless it is empty
/// @param bytesOffset width of offsets in the index, 4 or 5; 0 if not recorded
/// @param dataFileBytes of the data file before erasure coding; 0 if not recorded
/// @param expireAtSeconds since 1970, unsigned; 0 for never
/// @param readOnly whether writes are refused
/// @param ecShardConfig only with erasure coding
/// @param readOnlyCanDelete whether deletions pass while writes are refused
public record VolumeInfo(
    List<RemoteFile> files,
    int version,
    String replication,
    int bytesOffset,
    long dataFileBytes,
    long expireAtSeconds,
    boolean readOnly,
    Optional<EcShardConfig> ecShardConfig,
    boolean readOnlyCanDelete) {

  /// Of a volume without the file.
  public static final VolumeInfo EMPTY =
      new VolumeInfo(List.of(), 0, "", 0, 0, 0, false, Optional.empty(), false);

  /// A longer file is not read.
  public static final int FILE_BYTES_MAX = 1 << 20;

  public VolumeInfo {
    files = List.copyOf(files);
  }

  /// What a `.vif` file turned out to hold.
  public sealed interface Reading {

    /// The volume's info.
    record Found(VolumeInfo info) implements Reading {}

    /// A file of no bytes counts as no file.
    record Absent() implements Reading {}

    /// A volume loads with defaults then, and a warning.
    ///
    /// @param why for that warning
    record Malformed(String why) implements Reading {}
  }

  /// Reads both spellings of each name, numbers with or without quotes, and the names of old
  /// releases (`BytesOffset`, `DestroyTime`). Names that nobody knows are skipped, though the Go
  /// server refuses the file then.
  public static Reading read(Bytes file) {
    return file.isEmpty() ? new Reading.Absent() : VolumeInfoJson.read(file);
  }

  /// The file as the Go server writes it, with one blank behind each colon; some of its builds put
  /// two.
  public Bytes write() {
    return Bytes.utf8(VolumeInfoJson.write(this));
  }

  public VolumeInfo withFormat(int newVersion, int newBytesOffset) {
    return new VolumeInfo(
        files,
        newVersion,
        replication,
        newBytesOffset,
        dataFileBytes,
        expireAtSeconds,
        readOnly,
        ecShardConfig,
        readOnlyCanDelete);
  }

  public VolumeInfo withReplication(String newReplication) {
    return new VolumeInfo(
        files,
        version,
        newReplication,
        bytesOffset,
        dataFileBytes,
        expireAtSeconds,
        readOnly,
        ecShardConfig,
        readOnlyCanDelete);
  }

  public VolumeInfo withReadOnly(boolean newReadOnly, boolean newCanDelete) {
    return new VolumeInfo(
        files,
        version,
        replication,
        bytesOffset,
        dataFileBytes,
        expireAtSeconds,
        newReadOnly,
        ecShardConfig,
        newCanDelete);
  }

  public VolumeInfo withExpiry(long newExpireAtSeconds) {
    return new VolumeInfo(
        files,
        version,
        replication,
        bytesOffset,
        dataFileBytes,
        newExpireAtSeconds,
        readOnly,
        ecShardConfig,
        readOnlyCanDelete);
  }

  public VolumeInfo withFiles(List<RemoteFile> newFiles) {
    return new VolumeInfo(
        newFiles,
        version,
        replication,
        bytesOffset,
        dataFileBytes,
        expireAtSeconds,
        readOnly,
        ecShardConfig,
        readOnlyCanDelete);
  }

  public VolumeInfo withErasureCoding(long newDataFileBytes, EcShardConfig newConfig) {
    return new VolumeInfo(
        files,
        version,
        replication,
        bytesOffset,
        newDataFileBytes,
        expireAtSeconds,
        readOnly,
        Optional.of(newConfig),
        readOnlyCanDelete);
  }
}
