/// Events as lines of a log: text or JSON, repeats counted, rate limited.
@NullMarked
package atoll.kit.log;

import org.jspecify.annotations.NullMarked;
