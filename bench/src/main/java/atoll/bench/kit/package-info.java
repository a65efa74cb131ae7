/// What the seams of kit cost beside the calls they stand for.
@NullMarked
package atoll.bench.kit;

import org.jspecify.annotations.NullMarked;
