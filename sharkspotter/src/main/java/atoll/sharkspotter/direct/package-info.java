/// Shards read straight from their PostgreSQL.
@NullMarked
package atoll.sharkspotter.direct;

import org.jspecify.annotations.NullMarked;
