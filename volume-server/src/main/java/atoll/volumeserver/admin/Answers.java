package atoll.volumeserver.admin;

import atoll.kit.AtollException;
import atoll.kit.Fault;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

/// Waits for what the engine answers through a consumer.
public final class Answers {

  /// Longer than any close of a volume that is not stuck: everything that waits to be written comes
  /// before it.
  static final Duration PATIENCE = Duration.ofMinutes(10);

  private Answers() {}

  /// Begins work and waits for its answer.
  ///
  /// @param call begins the work; its consumer takes the answer
  /// @throws AtollException `TIMEOUT`: the work goes on then
  public static <R> R await(String what, Consumer<Consumer<R>> call) {
    CompletableFuture<R> answer = new CompletableFuture<>();
    call.accept(answer::complete);
    try {
      return answer.get(PATIENCE.toNanos(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      throw new AtollException(
          Fault.TIMEOUT, what + " takes more than " + PATIENCE + "; it goes on: check the disk", e);
    } catch (ExecutionException e) {
      throw new IllegalStateException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AtollException(Fault.CANCELLED, what + " is not waited for any more", e);
    }
  }
}
