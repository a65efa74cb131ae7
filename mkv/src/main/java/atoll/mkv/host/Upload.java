package atoll.mkv.host;

import atoll.http.BlockingReader;
import atoll.kit.AtollException;
import atoll.kit.Bytes;
import atoll.kit.Fault;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/// One body on its way to the disk, through one piece of memory. A body that fits it takes one turn
/// on a disk's thread.
///
/// Confined to the thread of its request; what waits for the disk runs on a thread of that.
final class Upload {

  private final BlobFiles files;
  private final DiskThreads threads;
  private final HostLimits limits;
  private final HostPath.Blob blob;
  private final BodyChecks checks;
  private final Optional<Instant> modified;
  private @Nullable Incoming incoming;

  Upload(
      BlobFiles files,
      DiskThreads threads,
      HostLimits limits,
      HostPath.Blob blob,
      BodyChecks checks,
      Optional<Instant> modified) {
    this.files = files;
    this.threads = threads;
    this.limits = limits;
    this.blob = blob;
    this.checks = checks;
    this.modified = modified;
  }

  /// Receives the body and makes it durable.
  ///
  /// @param piece direct, and nobody else's meanwhile
  PutResult receive(BlockingReader body, ByteBuffer piece) {
    try {
      piece.clear();
      while (body.read(piece) >= 0) {
        if (!piece.hasRemaining()) {
          threads.call(() -> {
            write(piece.flip());
            return piece.clear();
          });
        }
      }
      checks.add(piece.flip().duplicate());
      Optional<String> wrong = checks.judge();
      if (wrong.isPresent()) {
        return new PutResult.Mismatch(wrong.get());
      }
      CompletableFuture<Boolean> durable = threads.call(() -> finish(piece));
      return new PutResult.Stored(
          await(durable), checks.crc32c(), checks.sidecarText().isPresent());
    } finally {
      Incoming left = incoming;
      if (left != null) {
        threads.callEvenIfFull(() -> {
          left.close();
          return left;
        });
      }
    }
  }

  /// A whole piece of a body that does not fit one.
  private void write(ByteBuffer piece) {
    if (!files.hasRoom(0, limits.floorBytes())) {
      throw new AtollException(Fault.NO_SPACE, "the disk has become full");
    }
    checks.add(piece);
    begun().write(piece);
  }

  private Incoming begun() {
    Incoming begun = incoming;
    if (begun == null) {
      begun = files.receive();
      incoming = begun;
    }
    return begun;
  }

  private CompletableFuture<Boolean> finish(ByteBuffer last) {
    Incoming content = begun();
    if (last.hasRemaining()) {
      content.write(last);
    }
    content.seal(modified);
    Optional<Incoming> sidecar = checks.sidecarText().map(this::sidecar);
    try {
      CompletableFuture<Boolean> durable = files.publish(content, blob, sidecar);
      sidecar.ifPresent(each -> {
        var _ = durable.whenComplete((_, _) -> each.close());
      });
      return durable;
    } catch (AtollException refused) {
      sidecar.ifPresent(Incoming::close);
      throw refused;
    }
  }

  private Incoming sidecar(Bytes text) {
    Incoming sidecar = files.receive();
    try {
      ByteBuffer bytes = ByteBuffer.allocateDirect(text.size());
      sidecar.write(bytes.put(text.asBuffer()).flip());
      sidecar.seal(Optional.empty());
      return sidecar;
    } catch (AtollException failed) {
      sidecar.close();
      throw failed;
    }
  }

  private boolean await(CompletableFuture<Boolean> durable) {
    try {
      return durable.get(limits.changeTime().toNanos(), TimeUnit.NANOSECONDS);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new AtollException(Fault.CANCELLED, "interrupted while the disk worked", interrupted);
    } catch (TimeoutException late) {
      throw new AtollException(
          Fault.TIMEOUT, "not durable within " + limits.changeTime().toSeconds() + " s", late);
    } catch (ExecutionException failed) {
      throw DiskThreads.rethrown(failed.getCause());
    }
  }
}
