/// What the server shows of itself: the status page, metrics, what was logged last.
@NullMarked
package atoll.volumeserver.page;

import org.jspecify.annotations.NullMarked;
