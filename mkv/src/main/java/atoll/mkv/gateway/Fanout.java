package atoll.mkv.gateway;

import atoll.kit.Clock;
import atoll.mkv.hosts.BlobUpload;
import atoll.mkv.hosts.HostFailure;
import atoll.mkv.hosts.HostResult;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/// One body for several uploads: each has a lane with a thread and a few pieces of room, so that
/// the slowest sets the pace. One that stands still is dropped, as long as the others are enough.
/// Pieces that all have sent are filled again, so that a value of any size leaves no garbage.
///
/// Confined to the thread of the body; each lane's upload to the lane's thread.
final class Fanout implements AutoCloseable {

  private static final int PIECES = 4;
  private static final int PIECE_BYTES = 64 * 1024;

  /// A piece of the body.
  ///
  /// @param lanes that have not sent it yet
  private record Piece(ByteBuffer bytes, AtomicInteger lanes) {

    static final Piece END = new Piece(ByteBuffer.allocate(0), new AtomicInteger());
  }

  /// One upload on its way.
  private final class Lane {
    final BlobUpload upload;
    final ArrayBlockingQueue<Piece> pieces = new ArrayBlockingQueue<>(PIECES);
    final CompletableFuture<HostResult> result = new CompletableFuture<>();
    private @Nullable Thread thread;

    Lane(BlobUpload upload) {
      this.upload = upload;
    }

    void start() {
      thread = Thread.ofVirtual().name("mkv lane").start(this::run);
    }

    boolean isAlive() {
      return !result.isDone();
    }

    private void run() {
      try {
        while (true) {
          Piece piece = pieces.take();
          if (!piece.bytes().hasRemaining()) {
            result.complete(upload.finish());
            return;
          }
          Optional<HostFailure> failure = upload.write(piece.bytes().duplicate());
          if (failure.isPresent()) {
            result.complete(HostResult.failed(failure.get()));
            return;
          }
          sent(piece);
        }
      } catch (InterruptedException dropped) {
        Thread.currentThread().interrupt();
        result.complete(HostResult.failed(new HostFailure.Cancelled()));
      } finally {
        // Whatever it threw, whoever waits must not wait for ever.
        result.complete(HostResult.failed(new HostFailure.Protocol("the upload broke off")));
      }
    }

    void drop(HostFailure why) {
      result.complete(HostResult.failed(why));
      upload.close();
      Thread running = thread;
      if (running != null) {
        running.interrupt();
      }
    }
  }

  private final List<Lane> lanes = new ArrayList<>();
  private final ConcurrentLinkedQueue<ByteBuffer> free = new ConcurrentLinkedQueue<>();
  private final int quorum;
  private final Duration patience;
  private final Clock clock;

  /// @param quorum how many lanes are enough
  /// @param patience how long a lane may stand still before it is dropped
  Fanout(List<BlobUpload> uploads, int quorum, Duration patience, Clock clock) {
    this.quorum = quorum;
    this.patience = patience;
    this.clock = clock;
    for (BlobUpload upload : uploads) {
      lanes.add(new Lane(upload));
    }
    lanes.forEach(Lane::start);
  }

  /// An empty piece to be filled: one that all lanes have sent, or a new one. There are never more
  /// than lanes have room for; what a lane that broke off had left is not used again.
  ByteBuffer piece() {
    ByteBuffer used = free.poll();
    return used == null ? ByteBuffer.allocate(PIECE_BYTES) : used.clear();
  }

  /// A lane has done with a piece, or will never have it.
  private void sent(Piece piece) {
    if (piece.lanes().decrementAndGet() == 0) {
      free.add(piece.bytes());
    }
  }

  /// Gives a piece to all lanes; from now on it is theirs.
  ///
  /// @return how many lanes go on
  int offer(ByteBuffer bytes) {
    Piece piece = new Piece(bytes, new AtomicInteger(lanes.size()));
    List<Lane> full = new ArrayList<>();
    int alive = 0;
    for (Lane lane : lanes) {
      if (lane.isAlive()) {
        if (lane.pieces.offer(piece)) {
          alive++;
        } else {
          full.add(lane);
        }
      } else {
        sent(piece);
      }
    }
    long end = clock.nanos() + patience.toNanos();
    for (Lane lane : full) {
      if (offer(lane, piece, end)) {
        alive++;
      } else {
        sent(piece);
      }
    }
    return alive;
  }

  /// Waits for room in a lane. If there is none in time, the lane is dropped.
  private boolean offer(Lane lane, Piece piece, long end) {
    try {
      while (lane.isAlive()) {
        long left = Math.min(end - clock.nanos(), TimeUnit.MILLISECONDS.toNanos(100));
        if (lane.pieces.offer(piece, Math.max(0, left), TimeUnit.NANOSECONDS)) {
          return true;
        }
        if (clock.nanos() - end >= 0) {
          lane.drop(new HostFailure.Timeout(HostFailure.Phase.WRITE));
        }
      }
      return false;
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      lane.drop(new HostFailure.Cancelled());
      return false;
    }
  }

  /// The body is complete: what each upload came to, in their order.
  ///
  /// @param longest how long to wait for all; once enough have answered, the others have only the
  ///   patience of a lane
  List<HostResult> finish(Duration longest) {
    for (Lane lane : lanes) {
      if (lane.isAlive()) {
        boolean taken = offer(lane, Piece.END, clock.nanos() + patience.toNanos());
        if (!taken && lane.isAlive()) {
          lane.drop(new HostFailure.Timeout(HostFailure.Phase.WRITE));
        }
      }
    }
    long begin = clock.nanos();
    for (Lane lane : lanes) {
      boolean enough =
          lanes.stream().filter(each -> each.result.isDone() && each.result.join().isDone()).count()
              >= quorum;
      Duration time = enough ? patience : longest;
      await(lane, begin + time.toNanos());
    }
    return lanes.stream().map(lane -> lane.result.join()).toList();
  }

  private void await(Lane lane, long end) {
    try {
      var _ = lane.result.get(Math.max(0, end - clock.nanos()), TimeUnit.NANOSECONDS);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      lane.drop(new HostFailure.Cancelled());
    } catch (TimeoutException late) {
      lane.drop(new HostFailure.Timeout(HostFailure.Phase.RESPONSE));
    } catch (ExecutionException bug) {
      throw new AssertionError("a lane's result never fails", bug);
    }
  }

  /// Breaks off what still runs.
  @Override
  public void close() {
    for (Lane lane : lanes) {
      if (lane.isAlive()) {
        lane.drop(new HostFailure.Cancelled());
      }
    }
  }
}
