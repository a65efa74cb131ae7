package atoll.volume;

import atoll.kit.disk.DiskFile;
import atoll.volume.needle.Checksum;
import java.nio.ByteBuffer;

/// The data of a needle that is to be written, with its checksum.
public sealed interface NeedleBody {

  long bytes();

  Checksum checksum();

  /// What remains in a direct buffer, which belongs to the volume until the write has its answer;
  /// its position does not move.
  record InMemory(ByteBuffer data, Checksum checksum) implements NeedleBody {

    @Override
    public long bytes() {
      return data.remaining();
    }
  }

  /// A file that was filled before, which belongs to the volume until the write has its answer and
  /// to the caller again afterwards: see [Spools].
  record InFile(DiskFile file, long bytes, Checksum checksum) implements NeedleBody {}

  /// No data at all.
  NeedleBody EMPTY = of(ByteBuffer.allocateDirect(0));

  static NeedleBody of(ByteBuffer data) {
    return new InMemory(data.slice(), Checksum.of(data));
  }
}
