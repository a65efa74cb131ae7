/// Shards read through moray.
@NullMarked
package atoll.sharkspotter.moray;

import org.jspecify.annotations.NullMarked;
