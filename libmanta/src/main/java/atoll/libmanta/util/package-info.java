/// Small change: the MD5 of a file, the address of a host.
@NullMarked
package atoll.libmanta.util;

import org.jspecify.annotations.NullMarked;
