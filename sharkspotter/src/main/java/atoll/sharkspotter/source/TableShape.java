package atoll.sharkspotter.source;

import atoll.sharkspotter.ids.IdColumns;

/// How a shard's table numbers its rows.
///
/// @param columns that it has
/// @param inRanges whether ranges of ids can be read one by one; without an index each would cost a
///   look at the whole table
public record TableShape(IdColumns columns, boolean inRanges) {}
