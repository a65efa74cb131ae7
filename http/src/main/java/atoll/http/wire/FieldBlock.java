package atoll.http.wire;

import atoll.http.Headers;
import atoll.kit.Bytes;
import java.util.Arrays;

/// The fields of a received head, left in their bytes until somebody asks. Immutable.
final class FieldBlock implements Headers {

  /// The whole head, first line included.
  private final byte[] bytes;

  /// Four offsets a field: name from, name to, value from, value to.
  private final int[] offsets;

  FieldBlock(byte[] bytes, int[] offsets) {
    this.bytes = bytes;
    this.offsets = offsets;
  }

  byte[] bytes() {
    return bytes;
  }

  int valueFrom(int index) {
    return offsets[4 * index + 2];
  }

  int valueTo(int index) {
    return offsets[4 * index + 3];
  }

  int nameLength(int index) {
    return offsets[4 * index + 1] - offsets[4 * index];
  }

  /// Whether the field has that name, given in lower case.
  boolean isNamed(int index, String lowerCase) {
    return Octets.equalsIgnoreCase(bytes, offsets[4 * index], offsets[4 * index + 1], lowerCase);
  }

  @Override
  public int size() {
    return offsets.length / 4;
  }

  @Override
  public String name(int index) {
    return Octets.latin(bytes, offsets[4 * index], offsets[4 * index + 1]);
  }

  @Override
  public String value(int index) {
    return Octets.utf8(bytes, valueFrom(index), valueTo(index));
  }

  @Override
  public Bytes rawValue(int index) {
    return Bytes.of(Arrays.copyOfRange(bytes, valueFrom(index), valueTo(index)));
  }

  @Override
  public int indexOf(String name, int from) {
    for (int i = from; i < size(); i++) {
      if (nameLength(i) == name.length() && sameName(offsets[4 * i], name)) {
        return i;
      }
    }
    return -1;
  }

  private boolean sameName(int at, String name) {
    for (int i = 0; i < name.length(); i++) {
      int ours = lower(bytes[at + i]);
      if (ours != lower(name.charAt(i))) {
        return false;
      }
    }
    return true;
  }

  private static int lower(int c) {
    return c >= 'A' && c <= 'Z' ? c | 0x20 : c;
  }

  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    forEach((name, value) -> text.append(name).append(": ").append(value).append('\n'));
    return text.toString();
  }
}
