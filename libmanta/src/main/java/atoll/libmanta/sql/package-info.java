/// Metadata in columns of PostgreSQL and SQLite.
@NullMarked
package atoll.libmanta.sql;

import org.jspecify.annotations.NullMarked;
