/// A master in one process, without copies of itself: enough to use volume servers on one machine.
/// A cluster runs SeaweedFS's own masters.
@NullMarked
package atoll.volumeserver.master;

import org.jspecify.annotations.NullMarked;
