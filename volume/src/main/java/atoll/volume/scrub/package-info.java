/// Scrubs: reading a volume that is served, to see whether it is whole. Changes nothing.
@NullMarked
package atoll.volume.scrub;

import org.jspecify.annotations.NullMarked;
