package atoll.fast;

import atoll.kit.Clock;
import atoll.kit.event.Events;
import atoll.kit.net.Net;
import atoll.kit.run.Runner;

/// The outside world as clients and servers see it. Whoever makes one closes its runner last.
///
/// @param clock for deadlines, durations and the time in messages
/// @param net what is dialled and listened on
/// @param runner what readers, writers and procedures run on
/// @param events where faults go that no caller is told of
public record Seams(Clock clock, Net net, Runner runner, Events events) {

  long microseconds() {
    return Math.floorDiv(clock.epochNanos(), 1000L);
  }
}
