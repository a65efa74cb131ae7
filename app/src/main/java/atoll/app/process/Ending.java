package atoll.app.process;

import atoll.kit.AtollException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.IntConsumer;

/// How a command that serves comes to its end: by a signal, or because a part cannot go on. Whoever
/// waits for it closes the parts afterwards. Shared; the first cause counts.
public final class Ending {

  /// The exit code that shells expect behind SIGTERM.
  public static final int TERMINATED = 143;

  /// The exit code that shells expect behind SIGINT.
  public static final int INTERRUPTED = 130;

  private final CompletableFuture<Integer> cause = new CompletableFuture<>();

  /// A part cannot go on.
  public void because(AtollException failure) {
    cause.completeExceptionally(failure);
  }

  /// Waits for the end. A second signal ends the process at once, whatever is still under way.
  ///
  /// @return the exit code that belongs to the signal
  /// @throws AtollException why a part cannot go on
  public int await() {
    return await(Runtime.getRuntime()::halt);
  }

  /// Waits for the end.
  ///
  /// @param again told the exit code of each further signal, while the parts are closed
  public int await(IntConsumer again) {
    take("TERM", TERMINATED, again);
    take("INT", INTERRUPTED, again);
    try {
      return cause.join();
    } catch (CompletionException failed) {
      if (failed.getCause() instanceof AtollException why) {
        throw new AtollException(why.fault(), String.valueOf(why.getMessage()), why);
      }
      throw failed;
    }
  }

  private void take(String name, int code, IntConsumer again) {
    // Where a signal cannot be taken it ends the process as a kill would, and the next start copes.
    var _ =
        Signals.take(
            name,
            () -> {
              if (!cause.complete(code)) {
                again.accept(code);
              }
            });
  }
}
