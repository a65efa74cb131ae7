/// What Manta says of an object or a directory, and where its copies lie.
@NullMarked
package atoll.libmanta;

import org.jspecify.annotations.NullMarked;
