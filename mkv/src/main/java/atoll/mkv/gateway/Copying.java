package atoll.mkv.gateway;

import atoll.http.BlockingReader;
import atoll.http.BlockingWriter;
import atoll.http.client.ClientResponse;
import atoll.http.field.ByteRange;
import atoll.http.server.Exchange;
import atoll.kit.AtollException;
import atoll.kit.Bytes;
import atoll.kit.Fault;
import atoll.mkv.hosts.BlobReading;
import atoll.mkv.hosts.HostFailure;
import atoll.mkv.hosts.HostResult;
import atoll.mkv.key.HostId;
import atoll.mkv.plan.GetPlan;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/// One value on its way from hosts to a client. Confined to its thread.
final class Copying implements AutoCloseable {

  private static final int PIECE = 64 * 1024;
  private static final long HEAD_SECONDS = 5;

  private final Parts parts;
  private final GetPlan.Send send;
  private final Exchange exchange;
  private final Deque<HostId> left;
  private final Set<HostId> without = new HashSet<>();
  private @Nullable HostId host;
  private @Nullable ClientResponse response;

  Copying(Parts parts, GetPlan.Send send, Exchange exchange) {
    this.parts = parts;
    this.send = send;
    this.exchange = exchange;
    this.left = new ArrayDeque<>(send.order());
  }

  /// Finds a host that begins to send.
  BlobReading begin(ByteRange range, boolean whole) {
    BlobReading last = new BlobReading.Failed(new HostFailure.NotFound());
    while (!left.isEmpty()) {
      HostId next = left.removeFirst();
      last = ask(next, whole ? Optional.empty() : Optional.of(range));
      if (last instanceof BlobReading.Begun begun) {
        host = next;
        response = begun.response();
        return last;
      }
      if (last instanceof BlobReading.Failed(HostFailure.NotFound _)) {
        without.add(next);
      }
    }
    return last;
  }

  /// Whether each host that should keep it has said that it does not.
  boolean isLost() {
    return without.containsAll(send.record().hosts());
  }

  private BlobReading ask(HostId next, Optional<ByteRange> range) {
    var future = parts.hosts().read(next, send.record().blobName(), range, Parts.caller(exchange));
    try {
      return future.get(HEAD_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new AtollException(Fault.CANCELLED, "interrupted while reading", interrupted);
    } catch (TimeoutException late) {
      HostFailure why = new HostFailure.Timeout(HostFailure.Phase.RESPONSE);
      parts.health().seen(next, HostResult.failed(why));
      var _ =
          future.thenAccept(reading -> {
            if (reading instanceof BlobReading.Begun begun) {
              begun.response().close();
            }
          });
      return new BlobReading.Failed(why);
    } catch (ExecutionException bug) {
      throw new AtollException(Fault.BUG, "a reading failed: " + bug.getCause(), bug);
    }
  }

  /// Copies all of a range.
  ///
  /// @return whether it was whole and, where it is the whole value, had its checksum; if not the
  ///   client must see the connection break
  boolean copy(ByteRange range, BlockingWriter out, boolean whole) {
    Hashes hashes = new Hashes(false);
    ByteBuffer piece = ByteBuffer.allocate(PIECE);
    long done = 0;
    while (done < range.length()) {
      int count = readSome(piece, range.length() - done);
      if (count > 0) {
        done += count;
        if (whole) {
          hashes.add(piece.duplicate());
        }
        // The last piece waits for the checksum: a client that was promised bytes sees the break.
        boolean wrong = whole && done == range.length() && !isRight(hashes);
        if (wrong) {
          return false;
        }
        out.write(piece);
      } else {
        close();
        ByteRange rest = new ByteRange(range.first() + done, range.length() - done);
        if (begin(rest, false) instanceof BlobReading.Failed) {
          return false;
        }
      }
    }
    close();
    return true;
  }

  private boolean isRight(Hashes hashes) {
    Bytes found = hashes.checksums().sha256();
    boolean right = found.equals(send.record().content().checksums().sha256());
    HostId from = host;
    if (!right && from != null) {
      parts.health().seen(from, HostResult.failed(new HostFailure.ChecksumMismatch()));
      parts
          .events()
          .report(new GatewayEvent.WrongContent(send.record().key().hash().brief(), from));
    }
    return right;
  }

  /// @return how many bytes, ready to be read from `piece`; 0 where the host broke off
  private int readSome(ByteBuffer piece, long most) {
    ClientResponse open = response;
    if (open == null) {
      return 0;
    }
    piece.clear();
    piece.limit((int) Math.min(piece.capacity(), most));
    try {
      int count = new BlockingReader(open.body()).read(piece);
      piece.flip();
      return Math.max(0, count);
    } catch (AtollException broken) {
      HostId from = host;
      if (from != null) {
        parts.health().seen(from, HostResult.failed(HostFailure.ofBody(broken)));
      }
      return 0;
    }
  }

  @Override
  public void close() {
    ClientResponse open = response;
    response = null;
    if (open != null) {
      open.close();
    }
  }
}
