package atoll.volume.needle;

import java.util.HexFormat;

/// The random guard of a needle, which keeps file ids from being guessed: 32 bits.
public record Cookie(int value) {

  /// Eight hexadecimal digits.
  @Override
  public String toString() {
    return HexFormat.of().toHexDigits(value);
  }
}
