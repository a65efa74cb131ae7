/// Property tests: values drawn from a seed, and counterexamples that shrink by themselves. Doors:
/// [atoll.sim.property.Property], [atoll.sim.property.Gen], [atoll.sim.property.Commands].
@NullMarked
package atoll.sim.property;

import org.jspecify.annotations.NullMarked;
