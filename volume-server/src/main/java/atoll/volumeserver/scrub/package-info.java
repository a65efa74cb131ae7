/// Scrubs, as shells order them over gRPC.
@NullMarked
package atoll.volumeserver.scrub;

import org.jspecify.annotations.NullMarked;
