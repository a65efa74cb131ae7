package atoll.morayembedded.statement;

/// What differs from table to table.
///
/// @param extendedIds whether there is `_idx`: of `_id` and `_idx`, one is set and one is null
/// @param reindexed whether there is `_rver`, the version of the bucket that an object's columns
///   are of
public record TableShape(boolean extendedIds, boolean reindexed) {}
