package atoll.volumeserver.blob;

import atoll.http.client.BlockingResponse;
import atoll.http.client.ClientBody;
import atoll.http.client.ClientRequest;
import atoll.kit.AtollException;
import atoll.volume.needle.FileId;
import atoll.volumeserver.replicate.Location;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/// A chunk on another server, read in order with one request; a jump makes another one. Waits.
final class RemoteChunk implements Source {

  private final BlobParts parts;
  private final FileId id;
  private final ChunkManifest.Chunk chunk;
  private @Nullable BlockingResponse answer;
  private long answerAt;

  RemoteChunk(BlobParts parts, FileId id, ChunkManifest.Chunk chunk) {
    this.parts = parts;
    this.id = id;
    this.chunk = chunk;
  }

  @Override
  public long length() {
    return chunk.size();
  }

  @Override
  public boolean readNow(long at, ByteBuffer target) {
    return false;
  }

  @Override
  public void read(long at, ByteBuffer target) {
    peek(at, target);
  }

  @Override
  public void peek(long at, ByteBuffer target) {
    BlockingResponse from = answer;
    if (from == null || answerAt != at) {
      close();
      from = ask(at);
      answer = from;
      answerAt = at;
    }
    while (target.hasRemaining()) {
      int read = from.body().read(target);
      if (read < 0) {
        throw ChunkedSource.lost(chunk, "it ends at " + answerAt);
      }
      answerAt += read;
    }
  }

  private BlockingResponse ask(long at) {
    String why = "no server is known to hold its volume";
    for (Location each : parts.peers().find(id.volume())) {
      if (each.url().equals(parts.peers().self())) {
        continue;
      }
      try {
        BlockingResponse got = parts.peers().send(request(each, at));
        if (got.status() == (at == 0 ? 200 : 206)) {
          return got;
        }
        got.close();
        why = each.url() + " answered " + got.status();
      } catch (AtollException e) {
        why = each.url() + ": " + e.getMessage();
      }
    }
    throw ChunkedSource.lost(chunk, why);
  }

  private ClientRequest request(Location at, long from) {
    ClientRequest request =
        parts.peers().request(at.url(), "GET", "/" + chunk.fileId(), ClientBody.NONE);
    String token = parts.guard().tokenToRead(chunk.fileId());
    if (!token.isEmpty()) {
      request.header("Authorization", "BEARER " + token);
    }
    return from == 0 ? request : request.header("Range", "bytes=" + from + "-");
  }

  @Override
  public void close() {
    BlockingResponse open = answer;
    answer = null;
    if (open != null) {
      open.close();
    }
  }
}
