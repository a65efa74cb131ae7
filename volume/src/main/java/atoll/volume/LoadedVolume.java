package atoll.volume;

import java.util.Set;

/// What loading a volume gives.
///
/// @param paths with the index where it really was
record LoadedVolume(
    VolumePaths paths,
    VolumeFiles files,
    VolumeCounters counters,
    Set<Restriction> restrictions,
    long lastModifiedSeconds) {}
