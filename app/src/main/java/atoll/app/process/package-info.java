/// What every command that serves stands on: its log, its threads, signals, and how it ends.
@NullMarked
package atoll.app.process;

import org.jspecify.annotations.NullMarked;
