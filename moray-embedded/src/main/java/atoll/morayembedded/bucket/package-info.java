/// Buckets: their names, indexes, versions and options.
@NullMarked
package atoll.morayembedded.bucket;

import org.jspecify.annotations.NullMarked;
