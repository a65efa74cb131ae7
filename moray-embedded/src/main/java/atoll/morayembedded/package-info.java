/// A moray server and a storinfo service over SQLite or PostgreSQL, for one machine and for tests.
@NullMarked
package atoll.morayembedded;

import org.jspecify.annotations.NullMarked;
