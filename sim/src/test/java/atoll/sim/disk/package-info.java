@NullMarked
package atoll.sim.disk;

import org.jspecify.annotations.NullMarked;
