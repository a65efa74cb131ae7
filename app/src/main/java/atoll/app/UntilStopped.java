package atoll.app;

import java.util.concurrent.CountDownLatch;

/// How a command that serves waits for its end: the process is told to stop, the parts are closed,
/// and the command returns.
final class UntilStopped {

  private UntilStopped() {}

  /// Waits until the process has been told to stop and `stop` has run, on a thread of its own.
  ///
  /// @param command names that thread
  static void run(String command, Runnable stop) {
    CountDownLatch stopped = new CountDownLatch(1);
    Runtime.getRuntime()
        .addShutdownHook(
            Thread.ofPlatform()
                .name(command + " stop")
                .unstarted(() -> {
                  stop.run();
                  stopped.countDown();
                }));
    try {
      stopped.await();
    } catch (InterruptedException ended) {
      Thread.currentThread().interrupt();
    }
  }
}
