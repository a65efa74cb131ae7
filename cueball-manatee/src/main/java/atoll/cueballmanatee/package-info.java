/// The primary of a Manatee cluster as a pool's backend, watched in ZooKeeper. Doors:
/// [atoll.cueballmanatee.ManateePrimaryResolver] and the connect string it is given.
@NullMarked
package atoll.cueballmanatee;

import org.jspecify.annotations.NullMarked;
