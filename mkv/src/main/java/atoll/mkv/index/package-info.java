/// The index: a record for each key, and chores on copies. On SQLite or PostgreSQL.
@NullMarked
package atoll.mkv.index;

import org.jspecify.annotations.NullMarked;
