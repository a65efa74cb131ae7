package atoll.kit.real;

import atoll.kit.Deadline;
import atoll.kit.run.Task;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// One piece of work on its own virtual thread. Shared (its fields are set once, or volatile).
final class RealTask implements Task {

  final String name;
  private final CountDownLatch ended = new CountDownLatch(1);
  private volatile boolean cancelled;
  private volatile @Nullable Thread thread;

  RealTask(String name) {
    this.name = name;
  }

  /// Called once, before the thread starts.
  void runsOn(Thread thread) {
    this.thread = thread;
  }

  boolean isOn(Thread asked) {
    return asked.equals(thread);
  }

  boolean isCancelled() {
    return cancelled;
  }

  void end() {
    ended.countDown();
  }

  @Override
  public void cancel() {
    cancelled = true;
    Thread running = thread;
    if (running != null) {
      running.interrupt();
    }
  }

  @Override
  public boolean isDone() {
    return ended.getCount() == 0;
  }

  @Override
  public boolean await(Deadline deadline) {
    String wait = "waiting for \"" + name + "\"";
    Waits.begin(wait);
    try {
      return ended.await(deadline.atNanos() - System.nanoTime(), TimeUnit.NANOSECONDS);
    } catch (InterruptedException interrupted) {
      throw Waits.cancelled(wait, interrupted);
    }
  }

  /// As [#await], but goes on waiting if the caller is interrupted meanwhile or was before.
  boolean awaitThroughInterrupts(Deadline deadline) {
    boolean interrupted = false;
    try {
      while (true) {
        try {
          return ended.await(deadline.atNanos() - System.nanoTime(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException again) {
          interrupted = true;
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  @Override
  public String toString() {
    return name + (isDone() ? " (ended)" : cancelled ? " (cancelled)" : " (running)");
  }
}
