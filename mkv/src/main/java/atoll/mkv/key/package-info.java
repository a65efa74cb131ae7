/// Names: of keys, of the hosts that keep blobs, of blobs on a host. Pure.
@NullMarked
package atoll.mkv.key;

import org.jspecify.annotations.NullMarked;
