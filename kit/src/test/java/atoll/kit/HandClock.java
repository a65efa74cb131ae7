package atoll.kit;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;

/// A clock that moves when a test moves it. Shared (one atomic count).
public final class HandClock implements Clock {

  private static final Instant BEGIN = Instant.parse("2026-11-21T09:15:00.123456Z");

  private final AtomicLong passedNanos = new AtomicLong();

  @Override
  public long nanos() {
    return 1_000 + passedNanos.get();
  }

  @Override
  public Instant now() {
    return BEGIN.plusNanos(passedNanos.get());
  }

  public void advance(Duration time) {
    passedNanos.addAndGet(time.toNanos());
  }
}
