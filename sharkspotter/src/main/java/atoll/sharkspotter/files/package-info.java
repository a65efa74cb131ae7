/// What was found, as files.
@NullMarked
package atoll.sharkspotter.files;

import org.jspecify.annotations.NullMarked;
