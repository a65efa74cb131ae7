/// What a blob costs over HTTP, beside other volume servers and nginx.
@NullMarked
package atoll.bench.volumehttp;

import org.jspecify.annotations.NullMarked;
