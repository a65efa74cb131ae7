package atoll.volumeserver.blob;

import atoll.http.PooledBuffer;
import atoll.volume.NeedleBody;
import atoll.volume.Spool;
import java.nio.ByteBuffer;

/// The data of an upload, in memory or in a file. Confined to one holder at a time, who closes it.
sealed interface UploadBody extends AutoCloseable {

  long bytes();

  /// To be written as a needle.
  NeedleBody needle();

  /// To be looked at; closing it does nothing.
  Source source();

  @Override
  void close();

  /// A stretch of a buffer.
  ///
  /// @param owner whose memory it is
  /// @param data what remains
  record InMemory(PooledBuffer owner, ByteBuffer data) implements UploadBody {

    @Override
    public long bytes() {
      return data.remaining();
    }

    @Override
    public NeedleBody needle() {
      return NeedleBody.of(data);
    }

    @Override
    public Source source() {
      return new MemorySource(data, () -> {});
    }

    @Override
    public void close() {
      owner.close();
    }
  }

  /// A file, which is removed with it.
  record InFile(Spool spool) implements UploadBody {

    @Override
    public long bytes() {
      return spool.bytes();
    }

    @Override
    public NeedleBody needle() {
      return spool.body();
    }

    @Override
    public Source source() {
      return new SpoolSource((NeedleBody.InFile) spool.body());
    }

    @Override
    public void close() {
      spool.close();
    }
  }
}
