package atoll.kit.real;

import atoll.kit.Fault;

/// The error numbers of Linux that this package tells apart; x86-64 and aarch64 agree on them.
final class PosixErrors {

  static final int EPERM = 1;
  static final int ENOENT = 2;
  static final int EINTR = 4;
  static final int EIO = 5;
  static final int EAGAIN = 11;
  static final int EACCES = 13;
  static final int EEXIST = 17;
  static final int EXDEV = 18;
  static final int ENOTDIR = 20;
  static final int EISDIR = 21;
  static final int EINVAL = 22;
  static final int ENFILE = 23;
  static final int EMFILE = 24;
  static final int ENOSPC = 28;
  static final int EROFS = 30;
  static final int EPIPE = 32;
  static final int ENOSYS = 38;
  static final int ENOTEMPTY = 39;
  static final int EOPNOTSUPP = 95;
  static final int ECONNRESET = 104;
  static final int ENOTCONN = 107;
  static final int ETIMEDOUT = 110;
  static final int EDQUOT = 122;

  private PosixErrors() {}

  static Fault fault(int number) {
    return switch (number) {
      case ENOENT -> Fault.NOT_FOUND;
      case EEXIST, EISDIR, ENOTDIR, ENOTEMPTY -> Fault.CONFLICT;
      case ENOSPC, EDQUOT -> Fault.NO_SPACE;
      case EACCES, EPERM, EROFS -> Fault.DENIED;
      case EMFILE, ENFILE -> Fault.BUSY;
      case EPIPE, ECONNRESET, ENOTCONN, ETIMEDOUT -> Fault.UNREACHABLE;
      default -> Fault.IO;
    };
  }
}
