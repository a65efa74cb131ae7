/// Writes and deletions carried to the other servers that hold a volume.
@NullMarked
package atoll.volumeserver.replicate;

import org.jspecify.annotations.NullMarked;
