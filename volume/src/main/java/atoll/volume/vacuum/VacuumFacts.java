package atoll.volume.vacuum;

import atoll.volume.VolumeState;

/// What decides whether a volume can be compacted.
///
/// @param committed whether the marker of an earlier commit is still there
/// @param dataBytes length of the data file
/// @param dataBytesMax what the offsets of the index can say
/// @param dataBytesNeeded what the new data file takes at most
/// @param indexBytesNeeded likewise the new index file
/// @param dataBytesFree what its disk has left
/// @param indexBytesFree what the disk of the index has left
/// @param sameDirectory whether both are one directory
record VacuumFacts(
    VolumeState state,
    boolean committed,
    long dataBytes,
    long dataBytesMax,
    long dataBytesNeeded,
    long indexBytesNeeded,
    long dataBytesFree,
    long indexBytesFree,
    boolean sameDirectory) {}
