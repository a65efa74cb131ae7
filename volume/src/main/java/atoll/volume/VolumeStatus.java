package atoll.volume;

import atoll.volume.files.VolumeName;
import atoll.volume.index.OffsetWidth;
import atoll.volume.info.RemoteFile;
import atoll.volume.superblock.SuperBlock;
import java.util.Optional;

/// A volume at a moment.
///
/// @param dataBytes of the data file
/// @param indexBytes of the index file
/// @param lastModifiedSeconds since 1970: of the newest needle, or of the file when it was opened
/// @param lastAppendedNanos since 1970; 0 if unknown
/// @param remote where its data lies if that was moved to remote storage
public record VolumeStatus(
    VolumeName name,
    SuperBlock superBlock,
    OffsetWidth width,
    VolumeState state,
    VolumeCounters counters,
    long dataBytes,
    long indexBytes,
    long lastModifiedSeconds,
    long lastAppendedNanos,
    Optional<RemoteFile> remote) {}
