/// Counters and their Prometheus text form.
@NullMarked
package atoll.kit.count;

import org.jspecify.annotations.NullMarked;
