/// What a small file over HTTP costs, beside nginx.
@NullMarked
package atoll.bench.http;

import org.jspecify.annotations.NullMarked;
