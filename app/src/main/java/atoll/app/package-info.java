/// One launcher for every command.
@NullMarked
package atoll.app;

import org.jspecify.annotations.NullMarked;
