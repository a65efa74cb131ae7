/// The statements behind the operations, as text and parameters, for PostgreSQL and SQLite.
@NullMarked
package atoll.morayembedded.statement;

import org.jspecify.annotations.NullMarked;
