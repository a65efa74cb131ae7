package atoll.kit.real;

import atoll.kit.Clock;
import java.time.Instant;

/// The machine's clocks. Immutable.
public final class RealClock implements Clock {

  @Override
  public long nanos() {
    return System.nanoTime();
  }

  @Override
  public Instant now() {
    return Instant.now();
  }

  @Override
  public String toString() {
    return "the machine's clocks";
  }
}
