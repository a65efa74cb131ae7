/// Blob hosts as the gateway uses them: what is asked of one, what can go wrong, who is up.
@NullMarked
package atoll.mkv.hosts;

import org.jspecify.annotations.NullMarked;
