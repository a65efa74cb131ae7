package atoll.kit.real;

import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;

/// The calls of libc that files need, one Java call for one call there. Each answers what libc
/// answers, or the negated error number. Repeating what was cut short is the caller's part.
interface PosixCalls {

  /// Opens a file.
  ///
  /// @param flags [#READ_ONLY] or [#READ_WRITE], with [#CREATE] and [#EXCLUSIVE] as wanted
  /// @return a descriptor that child processes do not inherit
  int open(String path, int flags);

  int READ_ONLY = 0;
  int READ_WRITE = 2;
  int CREATE = 0x40;
  int EXCLUSIVE = 0x80;

  int close(int descriptor);

  long read(int descriptor, MemorySegment target, long offset);

  /// Reads what the page cache holds; `EAGAIN` where the first byte is not in it.
  long readIfCached(int descriptor, MemorySegment target, long offset);

  long write(int descriptor, MemorySegment source, long offset);

  /// Writes what remains in the first sources, as many of them as one call takes.
  long writeGathering(int descriptor, ByteBuffer[] sources, long offset);

  /// The offset of the end.
  long end(int descriptor);

  int truncate(int descriptor, long size);

  int syncData(int descriptor);

  int syncAll(int descriptor);

  int reserve(int descriptor, long offset, long length);

  long copyRange(int descriptor, long offset, int target, long targetOffset, long length);

  /// `fcntl` with a number.
  int control(int descriptor, int command, int argument);

  int SET_SIGNAL = 10;
  int SET_LEASE = 1024;

  /// An argument of [#SET_LEASE]: given only where nobody else has the file open.
  int LEASE_TO_WRITE = 1;

  /// An argument of [#SET_LEASE]: gives it back.
  int NO_LEASE = 2;

  /// An argument of [#SET_SIGNAL] that processes ignore: `SIGURG`. Of a lease in the way the usual
  /// one tells, which ends them.
  int IGNORED_SIGNAL = 23;

  /// Copies from a file to a socket.
  long send(int descriptor, int socket, long offset, long length);

  /// The text that belongs to an error number.
  String describe(int number);
}
