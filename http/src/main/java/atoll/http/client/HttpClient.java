package atoll.http.client;

import atoll.kit.AtollException;
import atoll.kit.Deadline;
import atoll.kit.Fault;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/// A client with a pool of kept connections for each host, on the same event loops as the servers.
/// Follows no redirects. Repeats a request once, and only where that is safe: it is repeatable, and
/// a connection that had been used before broke before the first byte of an answer.
///
/// Shared by any number of threads.
public interface HttpClient extends AutoCloseable {

  /// Makes a request.
  ///
  /// @param deadline for the whole exchange, the body of the answer included
  void send(ClientRequest request, Deadline deadline, ResponseReceiver receiver);

  /// Makes a request and waits for the head of the answer. Not on an event loop.
  ///
  /// @throws AtollException as [ResponseReceiver#failed] tells, `CANCELLED` on interrupt
  default BlockingResponse send(ClientRequest request, Deadline deadline) {
    CompletableFuture<ClientResponse> answer = new CompletableFuture<>();
    send(
        request,
        deadline,
        new ResponseReceiver() {
          @Override
          public void answered(ClientResponse response) {
            if (!answer.complete(response)) {
              response.close();
            }
          }

          @Override
          public void failed(AtollException why) {
            answer.completeExceptionally(why);
          }
        });
    try {
      return new BlockingResponse(answer.get());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      if (!answer.cancel(false) && !answer.isCompletedExceptionally()) {
        answer.join().close();
      }
      throw new AtollException(Fault.CANCELLED, "interrupted while waiting for an answer", e);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof AtollException why) {
        throw new AtollException(why.fault(), String.valueOf(why.getMessage()), why);
      }
      throw new AtollException(Fault.BUG, "a request failed: " + e.getCause(), e);
    }
  }

  /// Breaks off what runs.
  @Override
  void close();
}
