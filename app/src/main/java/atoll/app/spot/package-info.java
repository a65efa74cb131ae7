/// `sharkspotter`: its flags, and a search from the first word of the log to the last of the
/// summary.
@NullMarked
package atoll.app.spot;

import org.jspecify.annotations.NullMarked;
