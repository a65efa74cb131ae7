/// Buckets and objects in a database.
@NullMarked
package atoll.morayembedded.store;

import org.jspecify.annotations.NullMarked;
