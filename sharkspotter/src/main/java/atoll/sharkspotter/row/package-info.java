/// A row of a shard, and which of the wanted sharks it names. Pure.
@NullMarked
package atoll.sharkspotter.row;

import org.jspecify.annotations.NullMarked;
