/// The workshop's floor: chance from a seed, a clock moved by hand, events remembered, and the
/// driver that runs a test over many seeds. What is built on it: `run`, `net`, `disk`, `property`.
@NullMarked
package atoll.sim;

import org.jspecify.annotations.NullMarked;
