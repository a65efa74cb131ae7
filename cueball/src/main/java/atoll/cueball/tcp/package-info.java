/// Pooled TCP streams.
@NullMarked
package atoll.cueball.tcp;

import org.jspecify.annotations.NullMarked;
