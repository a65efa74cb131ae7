/// The ids of a shard's rows, and in which ranges they are read. Pure.
@NullMarked
package atoll.sharkspotter.ids;

import org.jspecify.annotations.NullMarked;
