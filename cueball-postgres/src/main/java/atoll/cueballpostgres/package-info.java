/// Pooled connections to PostgreSQL. Doors: [atoll.cueballpostgres.PostgresConnector] and its
/// settings.
@NullMarked
package atoll.cueballpostgres;

import org.jspecify.annotations.NullMarked;
