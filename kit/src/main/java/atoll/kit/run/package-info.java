/// Threads behind a seam: submit, schedule, wait.
@NullMarked
package atoll.kit.run;

import org.jspecify.annotations.NullMarked;
