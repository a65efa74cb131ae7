/// Blocking code in virtual time: one piece of work runs at a time, in an order drawn from a seed.
/// Doors: [atoll.sim.run.Simulation], [atoll.sim.run.World]; suites: `RunnerContract`.
@NullMarked
package atoll.sim.run;

import org.jspecify.annotations.NullMarked;
