/// The volume engine beside plain loops over the same bytes.
@NullMarked
package atoll.bench.volume;

import org.jspecify.annotations.NullMarked;
