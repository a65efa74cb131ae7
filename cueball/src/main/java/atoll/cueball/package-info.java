/// A pool of connections to whichever backends a resolver names. Doors: [atoll.cueball.Pool], with
/// the seams, limits, [atoll.cueball.Resolver] and [atoll.cueball.Connector] it is built from.
@NullMarked
package atoll.cueball;

import org.jspecify.annotations.NullMarked;
