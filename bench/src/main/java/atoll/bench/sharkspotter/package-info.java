/// The search of a shard beside PostgreSQL's own way to read a table.
@NullMarked
package atoll.bench.sharkspotter;

import org.jspecify.annotations.NullMarked;
