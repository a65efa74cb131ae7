package atoll.mkv.hosts;

import atoll.http.BlockingWriter;
import atoll.http.BodyWriter;
import atoll.http.HeaderList;
import atoll.http.Headers;
import atoll.kit.AtollException;
import atoll.kit.Clock;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/// An upload over HTTP: its body is written once the head is on its way. Confined to one thread but
/// for [#close()].
final class HttpBlobUpload implements BlobUpload {

  /// Looks whether a host has what it was sent.
  interface Verification {

    /// Looks.
    ///
    /// @param answer the head of the host's answer
    CompletableFuture<HostResult> of(long bytes, int crc32c, Headers answer);
  }

  private final HostTimes times;
  private final Clock clock;
  private final CompletableFuture<BodyWriter> body = new CompletableFuture<>();
  private final CompletableFuture<HostResult> result = new CompletableFuture<>();
  private final Verification verification;
  private final CRC32C sum = new CRC32C();
  private long bytes;
  private volatile Headers answer = new HeaderList();
  private @Nullable BlockingWriter writer;

  HttpBlobUpload(Clock clock, HostTimes times, Verification verification) {
    this.clock = clock;
    this.times = times;
    this.verification = verification;
    var _ =
        result.thenAccept(ended -> {
          if (!ended.isDone()) {
            body.completeExceptionally(new IllegalStateException("the upload has failed"));
          }
        });
  }

  CompletableFuture<HostResult> result() {
    return result;
  }

  /// The host has answered.
  void answered(Headers head) {
    answer = head;
  }

  /// The head is on its way.
  void begin(BodyWriter writable) {
    if (!body.complete(writable)) {
      writable.abort();
    }
  }

  @Override
  public Optional<HostFailure> write(ByteBuffer piece) {
    Optional<HostFailure> failure = failure();
    if (failure.isPresent()) {
      return failure;
    }
    try {
      BlockingWriter open = writer;
      if (open == null) {
        open = new BlockingWriter(body.get(times.response().toNanos(), TimeUnit.NANOSECONDS));
        writer = open;
      }
      bytes += piece.remaining();
      sum.update(piece.duplicate());
      open.write(piece);
      return failure();
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      return Optional.of(new HostFailure.Cancelled());
    } catch (TimeoutException late) {
      return Optional.of(new HostFailure.Timeout(HostFailure.Phase.CONNECT));
    } catch (ExecutionException | AtollException broken) {
      return Optional.of(whyBroken(broken));
    }
  }

  private Optional<HostFailure> failure() {
    return result.isDone() && result.join() instanceof HostResult.Failed(HostFailure why)
        ? Optional.of(why)
        : Optional.empty();
  }

  /// What the host answered tells more than that the connection broke.
  private HostFailure whyBroken(Exception broken) {
    HostResult told = await(result, clock.nanos() + TimeUnit.MILLISECONDS.toNanos(200));
    if (told instanceof HostResult.Failed(HostFailure why)
        && !(why instanceof HostFailure.Timeout)) {
      return why;
    }
    return new HostFailure.Protocol(String.valueOf(broken.getMessage()));
  }

  @Override
  public HostResult finish() {
    Optional<HostFailure> failure = failure();
    if (failure.isPresent()) {
      return HostResult.failed(failure.get());
    }
    try {
      BlockingWriter open = writer;
      if (open == null) {
        open = new BlockingWriter(body.get(times.response().toNanos(), TimeUnit.NANOSECONDS));
        writer = open;
      }
      open.end();
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      return HostResult.failed(new HostFailure.Cancelled());
    } catch (TimeoutException late) {
      return HostResult.failed(new HostFailure.Timeout(HostFailure.Phase.CONNECT));
    } catch (ExecutionException | AtollException broken) {
      return HostResult.failed(whyBroken(broken));
    }
    HostResult stored = await(result, clock.nanos() + times.idle().toNanos());
    return stored.isDone()
        ? await(
            verification.of(bytes, (int) sum.getValue(), answer),
            clock.nanos() + times.idle().toNanos())
        : stored;
  }

  private HostResult await(CompletableFuture<HostResult> awaited, long endNanos) {
    try {
      return awaited.get(Math.max(0, endNanos - clock.nanos()), TimeUnit.NANOSECONDS);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      return HostResult.failed(new HostFailure.Cancelled());
    } catch (TimeoutException late) {
      return HostResult.failed(new HostFailure.Timeout(HostFailure.Phase.RESPONSE));
    } catch (ExecutionException bug) {
      throw new AssertionError("a result never fails", bug);
    }
  }

  @Override
  public void close() {
    if (!result.isDone()) {
      result.complete(HostResult.failed(new HostFailure.Cancelled()));
      if (!body.completeExceptionally(new IllegalStateException("given up"))
          && !body.isCompletedExceptionally()) {
        body.join().abort();
      }
    }
  }
}
