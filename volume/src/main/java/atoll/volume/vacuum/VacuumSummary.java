package atoll.volume.vacuum;

/// What a compaction did.
///
/// @param copied how many records were copied
/// @param garbage how many were not: deleted, replaced or tombstones
/// @param expired how many needles were not because their time was over
/// @param bytesBefore length of the old data file
/// @param bytesAfter length of the new one
public record VacuumSummary(
    long copied, long garbage, long expired, long bytesBefore, long bytesAfter) {}
