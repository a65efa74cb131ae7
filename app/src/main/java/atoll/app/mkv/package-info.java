/// The commands of mkv.
@NullMarked
package atoll.app.mkv;

import org.jspecify.annotations.NullMarked;
