package atoll.kit.real;

import java.io.IOException;
import java.nio.ByteBuffer;

/// The open file itself, as one way of reaching the operating system offers it. Whoever calls has
/// checked the arguments and holds the file open meanwhile: [RealFile] does both.
///
/// Nothing here reacts to an interrupt, and transfers go on until they are whole.
interface RealFileAccess {

  /// As [atoll.kit.disk.DiskFile#readAt].
  int read(long offset, ByteBuffer target) throws IOException;

  /// As [atoll.kit.disk.DiskFile#readAtIfCached].
  int readIfCached(long offset, ByteBuffer target) throws IOException;

  /// Writes all that remains in the sources, in order, from `offset` on.
  void write(long offset, ByteBuffer... sources) throws IOException;

  long size() throws IOException;

  void truncate(long size) throws IOException;

  void syncData() throws IOException;

  void syncAll() throws IOException;

  /// As [atoll.kit.disk.DiskFile#preallocate].
  void preallocate(long offset, long length) throws IOException;

  /// Copies inside the operating system as far as that can be done.
  ///
  /// @return the count of bytes copied; whoever calls moves the rest through memory
  long copyInside(RealFileAccess target, long offset, long length, long targetOffset)
      throws IOException;

  /// Before [#close]: as [atoll.kit.disk.DiskFile#closeSlowly], as far as that can be done.
  void freeSlowly() throws IOException;

  /// As [atoll.kit.disk.DiskFile#sendTo].
  long sendTo(int socket, long offset, long length) throws IOException;

  void close() throws IOException;
}
