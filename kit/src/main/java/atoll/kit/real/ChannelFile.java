package atoll.kit.real;

import atoll.kit.disk.DiskFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;

/// A file channel of the JDK, touched by [ChannelThreads] only. A buffer must therefore be one that
/// other threads may use, so none of a confined arena. Immutable.
final class ChannelFile implements RealFileAccess {

  private final FileChannel channel;
  private final ChannelThreads threads;

  ChannelFile(FileChannel channel, ChannelThreads threads) {
    this.channel = channel;
    this.threads = threads;
  }

  @Override
  public int read(long offset, ByteBuffer target) throws IOException {
    return threads.call(() -> {
      int begin = target.position();
      int count = 0;
      while (count >= 0 && target.hasRemaining()) {
        count = channel.read(target, offset + target.position() - begin);
      }
      return target.position() - begin;
    });
  }

  /// The JDK cannot say what the page cache holds.
  @Override
  public int readIfCached(long offset, ByteBuffer target) {
    return DiskFile.WOULD_WAIT;
  }

  /// The JDK gathers at a channel's own position only, which threads cannot share: one write for
  /// each source.
  @Override
  public void write(long offset, ByteBuffer... sources) throws IOException {
    threads.call(() -> {
      long at = offset;
      for (ByteBuffer source : sources) {
        while (source.hasRemaining()) {
          at += channel.write(source, at);
        }
      }
      return at;
    });
  }

  @Override
  public long size() throws IOException {
    return threads.call(channel::size);
  }

  @Override
  public void truncate(long size) throws IOException {
    threads.call(() -> {
      if (size <= channel.size()) {
        channel.truncate(size);
      } else {
        channel.write(ByteBuffer.wrap(new byte[1]), size - 1);
      }
      return size;
    });
  }

  @Override
  public void syncData() throws IOException {
    force(false);
  }

  @Override
  public void syncAll() throws IOException {
    force(true);
  }

  private void force(boolean properties) throws IOException {
    threads.call(() -> {
      channel.force(properties);
      return properties;
    });
  }

  /// The JDK cannot reserve room.
  @Override
  public void preallocate(long offset, long length) {}

  /// The JDK copies to a channel's own position only, which threads cannot share.
  @Override
  public long sendTo(int socket, long offset, long length) {
    return DiskFile.CANNOT_SEND;
  }

  @Override
  public long copyInside(RealFileAccess target, long offset, long length, long targetOffset) {
    return 0;
  }

  /// The JDK cannot say who else has the file open.
  @Override
  public void freeSlowly() {}

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
