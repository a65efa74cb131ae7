/// The floor every room stands on: time, chance, bytes, faults, limits.
@NullMarked
package atoll.kit;

import org.jspecify.annotations.NullMarked;
