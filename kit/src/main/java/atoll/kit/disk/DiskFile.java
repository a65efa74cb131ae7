package atoll.kit.disk;

import java.nio.ByteBuffer;
import java.nio.file.Path;

/// An open file, read and written at positions that the caller names.
///
/// Buffers are direct ones, so that no `byte[]` lies on a path; a heap buffer is refused with
/// [IllegalArgumentException]. A buffer's position moves by what was transferred.
///
/// References are counted. [Disk#open] hands out the first one, [#retain()] takes another, and
/// [#close()] gives one back; the file itself closes with the last. So a reader that began before a
/// vacuum, an unmount or a deletion ends on the old file.
///
/// An interrupt or a time-out in one thread never closes the file for the others, and no operation
/// here reacts to an interrupt.
///
/// Every operation that fails throws [atoll.kit.AtollException] that names operation, path, offset
/// and length: `NO_SPACE`, `CLOSED` once the last reference is gone, else `IO`. After a failed
/// write or sync nobody knows what is on the disk.
///
/// Reads may run in any number of threads beside anything else. Writes, appends and truncations are
/// the caller's to order.
public interface DiskFile extends AutoCloseable {

  Path path();

  /// Writes all that remains in the sources behind the last byte, as one gathering write where the
  /// operating system takes it whole.
  ///
  /// @return the offset of the first byte written
  long append(ByteBuffer... sources);

  /// Writes all that remains in `source` at `offset`, beyond the end too: a gap reads as zeros.
  void writeAt(long offset, ByteBuffer source);

  /// Fills `target` from `offset`.
  ///
  /// @return the count of bytes read: what remained in `target`, or less where the file ends, 0 at
  ///   or behind its end
  int readAt(long offset, ByteBuffer target);

  /// As [#readAt], but only with bytes that are in memory already, so that an event loop may call
  /// it: it never waits for the medium.
  ///
  /// @return as [#readAt], or [#WOULD_WAIT] where bytes would have to be fetched or where this
  ///   cannot be known; `target` is then as it was before
  int readAtIfCached(long offset, ByteBuffer target);

  /// What [#readAtIfCached] answers where only a waiting read would do.
  int WOULD_WAIT = -1;

  /// Hands bytes on to a socket without passing them through this process. Waits for the medium
  /// where bytes are not in memory, and never for the socket.
  ///
  /// @param socket the number of its descriptor, which does not block
  /// @return how many bytes the socket took: less than `length` where it takes no more now or where
  ///   this file ends; or [#CANNOT_SEND]
  /// @throws atoll.kit.AtollException `UNREACHABLE` if the socket is broken, else as [#readAt]
  default long sendTo(int socket, long offset, long length) {
    return CANNOT_SEND;
  }

  /// What [#sendTo] answers where only reading and writing will do.
  long CANNOT_SEND = -1;

  /// The length in bytes.
  long size();

  /// Cuts the file to `size` bytes; a longer size than the present one extends it with zeros.
  void truncate(long size);

  /// Makes content and length durable.
  void syncData();

  /// Makes content, length, times and all other properties durable.
  void syncAll();

  /// Reserves room for the bytes from `offset` on without changing the length. Where the file
  /// system cannot, nothing happens.
  void preallocate(long offset, long length);

  /// Copies `length` bytes from here to `targetOffset` of another file of the same disk.
  ///
  /// @return the count of bytes copied; less than `length` only where this file ends
  long copyTo(DiskFile target, long offset, long length, long targetOffset);

  /// Takes one more reference.
  ///
  /// @return this file
  /// @throws atoll.kit.AtollException `CLOSED` if the last reference is gone already
  DiskFile retain();

  /// Gives one reference back. The last one closes the file.
  @Override
  void close();

  /// As [#close], for a file that may have lost its name: if this is the last reference, no name
  /// leads to the file any more and nobody else has it open, its room goes back to the disk in
  /// small parts with pauses between them, because a sync of any other file waits for as much of it
  /// as goes back at once. That takes a while: seconds for many gibibytes.
  void closeSlowly();
}
