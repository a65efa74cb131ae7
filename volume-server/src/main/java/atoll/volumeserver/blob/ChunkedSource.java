package atoll.volumeserver.blob;

import atoll.kit.AtollException;
import atoll.kit.Fault;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/// The chunks of a manifest, one behind the other. Holds the one that was read last. Waits.
final class ChunkedSource implements Source {

  private final ChunkManifest manifest;
  private final ManifestReader reader;
  private int open = -1;
  private @Nullable Source chunk;

  ChunkedSource(ChunkManifest manifest, ManifestReader reader) {
    this.manifest = manifest;
    this.reader = reader;
  }

  static AtollException lost(ChunkManifest.Chunk chunk, String why) {
    return new AtollException(
        Fault.UNREACHABLE, "chunk " + chunk.fileId() + " of a manifest cannot be read: " + why);
  }

  @Override
  public long length() {
    return manifest.chunkBytes();
  }

  @Override
  public boolean readNow(long at, ByteBuffer target) {
    return false;
  }

  @Override
  public void read(long at, ByteBuffer target) {
    peek(at, target);
    if (target.hasRemaining()) {
      throw new AtollException(
          Fault.CORRUPT, "the chunks of a manifest end before its last byte, at " + at);
    }
  }

  @Override
  public void peek(long at, ByteBuffer target) {
    long place = at;
    for (int i = 0; i < manifest.chunks().size() && target.hasRemaining(); i++) {
      ChunkManifest.Chunk each = manifest.chunks().get(i);
      long from = place - each.offset();
      if (from < 0 || from >= each.size()) {
        continue;
      }
      int count = (int) Math.min(target.remaining(), each.size() - from);
      Source source = chunk(i, each);
      if (source.length() < from + count) {
        throw lost(each, "it has " + source.length() + " bytes, " + each.size() + " are named");
      }
      int limit = target.limit();
      source.peek(from, target.limit(target.position() + count));
      if (target.hasRemaining()) {
        throw lost(each, "it ends too early");
      }
      target.limit(limit);
      place += count;
    }
  }

  private Source chunk(int index, ChunkManifest.Chunk named) {
    Source present = chunk;
    if (present == null || open != index) {
      close();
      present = reader.chunk(named);
      chunk = present;
      open = index;
    }
    return present;
  }

  @Override
  public void close() {
    Source present = chunk;
    chunk = null;
    if (present != null) {
      present.close();
    }
  }
}
