package atoll.volume.offline;

/// What a survey has counted.
///
/// @param records whole ones
/// @param live needles
/// @param deleted needles that the records or the index say were deleted
/// @param damagedBytes of the data file
/// @param rows of the index
/// @param findings that are damage
public record SurveyCounts(
    long records, long live, long deleted, long damagedBytes, long rows, long findings) {}
