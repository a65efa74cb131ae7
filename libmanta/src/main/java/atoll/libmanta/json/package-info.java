/// JSON objects whose members stay as they were written.
@NullMarked
package atoll.libmanta.json;

import org.jspecify.annotations.NullMarked;
