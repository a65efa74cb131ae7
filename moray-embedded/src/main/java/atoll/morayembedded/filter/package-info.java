/// The filter language of moray: read, printed, and matched in memory.
@NullMarked
package atoll.morayembedded.filter;

import org.jspecify.annotations.NullMarked;
