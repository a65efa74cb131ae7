/// mkv beside minikeyvalue.
@NullMarked
package atoll.bench.mkv;

import org.jspecify.annotations.NullMarked;
