/// Claims beside HikariCP's connections.
@NullMarked
package atoll.bench.cueball;

import org.jspecify.annotations.NullMarked;
