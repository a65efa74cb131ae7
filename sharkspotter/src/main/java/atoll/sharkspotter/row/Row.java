package atoll.sharkspotter.row;

import org.jspecify.annotations.Nullable;

/// One row of a shard's table `manta`, as far as it matters. What is null is so in the table.
///
/// @param id of the row, whichever column has it
/// @param etag moray's
/// @param value the metadata, a JSON text
public record Row(long id, @Nullable Slice etag, @Nullable Slice value) {}
