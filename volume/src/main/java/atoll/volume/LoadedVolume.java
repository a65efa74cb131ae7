package atoll.volume;

import java.util.Set;

/// What loading a volume gives.
///
/// @param files with the index where it really was
record LoadedVolume(
    VolumeFiles files,
    VolumeCounters counters,
    Set<Restriction> restrictions,
    long lastModifiedSeconds) {}
