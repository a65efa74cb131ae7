package atoll.volumeserver.blob;

import atoll.http.server.Exchange;
import atoll.kit.AtollException;
import atoll.kit.Fault;
import atoll.kit.Randomness;
import atoll.volumeserver.node.Node;
import atoll.volumeserver.settings.ServerVersion;
import atoll.volumeserver.settings.VolumeServerSettings;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;

/// What the doors for needles are built from. Immutable.
///
/// @param waiting where work runs that waits for other servers, for a disk or for a slow client: a
///   virtual thread for each
/// @param timers for waits that end; their work is short
/// @param peers the client for other servers
/// @param chunks deletes what a manifest names
public record BlobParts(
    Node node,
    VolumeServerSettings settings,
    ServerVersion version,
    Guard guard,
    ChunkDeletion chunks,
    Peers peers,
    MimeTypes mimeTypes,
    ImageWork images,
    Randomness randomness,
    Executor waiting,
    ScheduledExecutorService timers) {

  /// Runs work that answers the exchange, and answers for it if it throws.
  void guarded(Exchange exchange, Runnable work) {
    try {
      work.run();
    } catch (AtollException e) {
      failed(exchange, e);
    } catch (RuntimeException e) {
      failed(exchange, new AtollException(Fault.BUG, String.valueOf(e), e));
    }
  }

  /// Has work done that may wait, and answers for it if it throws.
  ///
  /// @param lost called if nobody takes the work
  void whenWaiting(Exchange exchange, Runnable lost, Runnable work) {
    try {
      waiting.execute(() -> guarded(exchange, work));
    } catch (RejectedExecutionException _) {
      lost.run();
      Answers.empty(exchange, 503, AnswerReason.NO_ROOM_TO_WAIT);
    }
  }

  private void failed(Exchange exchange, AtollException why) {
    node.events()
        .report(
            new BlobEvent.RequestFailed(exchange.request().method(), exchange.requestId(), why));
    if (exchange.isAnswered()) {
      exchange.abort();
    } else {
      Answers.empty(
          exchange,
          why.fault() == Fault.NOT_FOUND ? 404 : 500,
          AnswerReason.of(String.valueOf(why.getMessage())));
    }
  }
}
