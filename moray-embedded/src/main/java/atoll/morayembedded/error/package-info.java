/// What moray answers when it refuses, under the names that its clients know.
@NullMarked
package atoll.morayembedded.error;

import org.jspecify.annotations.NullMarked;
