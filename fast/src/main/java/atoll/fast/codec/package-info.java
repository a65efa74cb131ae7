/// fast messages to bytes and back. A core: it knows no clock, no socket and no thread.
@NullMarked
package atoll.fast.codec;

import org.jspecify.annotations.NullMarked;
