/// Workshop for tests: a disk, a clock, a network and threads that obey a seed; wrappers that fail
/// on purpose; contract suites that every implementation of a seam passes.
@NullMarked
package atoll.sim;

import org.jspecify.annotations.NullMarked;
