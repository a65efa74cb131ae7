/// What to do about an index that does not fit its data: facts in, plan out, nothing touched.
@NullMarked
package atoll.volume.repair;

import org.jspecify.annotations.NullMarked;
