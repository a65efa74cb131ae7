/// Which hosts a key belongs on. Pure.
@NullMarked
package atoll.mkv.ring;

import org.jspecify.annotations.NullMarked;
