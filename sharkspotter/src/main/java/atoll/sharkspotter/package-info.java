/// Finds every object that has a copy on a shark, shard by shard.
@NullMarked
package atoll.sharkspotter;

import org.jspecify.annotations.NullMarked;
