/// The storage engine of the volume server: what a volume is and does, without a server around it.
@NullMarked
package atoll.volume;

import org.jspecify.annotations.NullMarked;
