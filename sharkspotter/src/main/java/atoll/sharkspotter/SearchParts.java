package atoll.sharkspotter;

import atoll.sharkspotter.row.SharkScan;
import atoll.sharkspotter.source.Shards;
import java.util.concurrent.atomic.AtomicBoolean;

/// What all shards of a search have in common.
///
/// @param scan looks in rows for the wanted sharks
/// @param progress of all shards together
/// @param stop set once nobody wants more
record SearchParts(
    SearchSeams seams,
    SearchOrder order,
    SearchLimits limits,
    Shards shards,
    SharkScan scan,
    Spotting spotting,
    SearchProgress progress,
    AtomicBoolean stop) {}
