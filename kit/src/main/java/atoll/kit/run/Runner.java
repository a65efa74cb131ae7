package atoll.kit.run;

import java.time.Duration;

/// Threads as a seam: work is handed over, and whoever must wait waits on a [Signal]. The real one
/// runs each piece on a virtual thread; a simulation runs one piece at a time in an order drawn
/// from its seed.
///
/// A piece of work that throws is reported through [atoll.kit.event.Events] with its name; it never
/// disappears silently and never stops the runner.
public interface Runner extends AutoCloseable {

  /// Starts a piece of work.
  ///
  /// @param name what a log line and a thread dump call it
  /// @throws atoll.kit.AtollException `CLOSED` after [#close()], `BUSY` at the runner's limit
  Task submit(String name, Runnable work);

  /// Starts a piece of work after a delay.
  Task schedule(String name, Duration delay, Runnable work);

  /// Runs a piece of work at once and then again and again, `pause` after the end of the run
  /// before, until it is cancelled. A run that throws is reported, and the next one comes all the
  /// same.
  Task repeat(String name, Duration pause, Runnable work);

  /// A new signal on which work of this runner may wait.
  Signal signal();

  /// Lets time pass for the calling work.
  ///
  /// @throws atoll.kit.AtollException `CANCELLED` if the work is cancelled meanwhile
  void pause(Duration time);

  /// A number of the thread or the work that calls: always the same for it, and mostly another for
  /// one that runs beside it. For keeping apart those that would otherwise meet at one place.
  long lane();

  /// Takes no more work, cancels what is scheduled or running and waits for it, up to the runner's
  /// own limit.
  @Override
  void close();
}
