/// What is known of a key, and how a sidecar tells it. Pure.
@NullMarked
package atoll.mkv.record;

import org.jspecify.annotations.NullMarked;
