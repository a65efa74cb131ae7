package atoll.kit.real;

import java.io.IOException;

/// A call of libc failed.
final class PosixFailure extends IOException {

  private final int number;

  /// @param number what `errno` held
  /// @param text what `strerror` says to it
  PosixFailure(int number, String text) {
    super(text + " (errno " + number + ")");
    this.number = number;
  }

  int number() {
    return number;
  }
}
