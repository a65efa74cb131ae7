/// A network in virtual time: named hosts, byte streams between them, and everything that goes
/// wrong with those. Doors: [atoll.sim.net.SimNet] and [atoll.sim.net.LinkTemper]; suite:
/// `NetContract`.
@NullMarked
package atoll.sim.net;

import org.jspecify.annotations.NullMarked;
