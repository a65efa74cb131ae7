package atoll.cueball;

import atoll.kit.Clock;
import atoll.kit.Randomness;
import atoll.kit.event.Events;
import atoll.kit.run.Runner;

/// What a pool needs of the world.
///
/// @param clock time
/// @param runner where connecting, spreading and checking run; outlives the pool
/// @param randomness the order of backends, jitter and decoherence; used under the pool's lock
/// @param events where it tells what happened
/// @param metrics where it counts
public record PoolSeams(
    Clock clock, Runner runner, Randomness randomness, Events events, PoolMetrics metrics) {}
