/// Sizes and durations as people write them.
@NullMarked
package atoll.kit.unit;

import org.jspecify.annotations.NullMarked;
