/// fast beside node-fast: the codec, and echo over loopback.
@NullMarked
package atoll.bench.fast;

import org.jspecify.annotations.NullMarked;
