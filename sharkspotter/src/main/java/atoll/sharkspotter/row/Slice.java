package atoll.sharkspotter.row;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Objects;

/// Bytes within an array that nobody changes any more: of a row's, mostly UTF-8. Immutable.
public final class Slice {

  final byte[] array;
  final int from;
  final int length;

  /// Part of an array, which the caller hands over.
  public Slice(byte[] array, int from, int length) {
    Objects.checkFromIndexSize(from, length, array.length);
    this.array = array;
    this.from = from;
    this.length = length;
  }

  public static Slice utf8(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    return new Slice(bytes, 0, bytes.length);
  }

  public int length() {
    return length;
  }

  byte at(int index) {
    return array[from + index];
  }

  public void writeTo(OutputStream out) throws IOException {
    out.write(array, from, length);
  }

  public byte[] toArray() {
    return Arrays.copyOfRange(array, from, from + length);
  }

  /// As UTF-8.
  @Override
  public String toString() {
    return new String(array, from, length, StandardCharsets.UTF_8);
  }
}
