/// A whole store in one process: gateway and hosts.
@NullMarked
package atoll.mkv.store;

import org.jspecify.annotations.NullMarked;
