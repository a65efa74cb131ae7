package atoll.sim.run;

import java.time.Duration;

/// What a simulation came to. Two runs of the same code from the same seed have equal outcomes.
///
/// @param seed what it was run from
/// @param traceHash a digest of all that happened, in order
/// @param steps how often work was resumed or a timer fired
/// @param virtualTime how far the clock was moved
public record Outcome(long seed, long traceHash, long steps, Duration virtualTime) {}
