/// Byte streams behind a seam, with a deadline on every wait.
@NullMarked
package atoll.kit.net;

import org.jspecify.annotations.NullMarked;
