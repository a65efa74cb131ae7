package atoll.sharkspotter;

import atoll.kit.Clock;
import atoll.kit.event.Events;
import atoll.kit.run.Runner;

/// What a search needs of the world.
///
/// @param clock time
/// @param runner where shards are searched
/// @param events where it tells what happened
public record SearchSeams(Clock clock, Runner runner, Events events) {}
