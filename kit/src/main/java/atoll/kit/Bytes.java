package atoll.kit;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Objects;

/// An immutable sequence of bytes with value equality: what a record holds where `byte[]` would
/// compare by identity. Small things only; bodies and blocks travel as buffers.
public final class Bytes implements Comparable<Bytes> {

  public static final Bytes EMPTY = new Bytes(new byte[0]);

  private final byte[] content;

  private Bytes(byte[] content) {
    this.content = content;
  }

  /// A copy of `content`.
  public static Bytes of(byte... content) {
    return content.length == 0 ? EMPTY : new Bytes(content.clone());
  }

  /// A copy of what remains in `source`, whose position does not move.
  public static Bytes copyOf(ByteBuffer source) {
    byte[] content = new byte[source.remaining()];
    source.get(source.position(), content);
    return content.length == 0 ? EMPTY : new Bytes(content);
  }

  public static Bytes utf8(String text) {
    return of(text.getBytes(StandardCharsets.UTF_8));
  }

  /// Parses hexadecimal digits of either case.
  ///
  /// @throws IllegalArgumentException for an odd count or another character
  public static Bytes hex(String digits) {
    return new Bytes(HexFormat.of().parseHex(digits));
  }

  public int size() {
    return content.length;
  }

  public boolean isEmpty() {
    return content.length == 0;
  }

  public byte at(int index) {
    return content[index];
  }

  /// The bytes from `from` (inclusive) to `to` (exclusive).
  public Bytes slice(int from, int to) {
    Objects.checkFromToIndex(from, to, content.length);
    return new Bytes(Arrays.copyOfRange(content, from, to));
  }

  public byte[] toArray() {
    return content.clone();
  }

  /// A read-only view, big-endian, positioned at 0.
  public ByteBuffer asBuffer() {
    return ByteBuffer.wrap(content).asReadOnlyBuffer();
  }

  public String toHex() {
    return HexFormat.of().formatHex(content);
  }

  public String toUtf8() {
    return new String(content, StandardCharsets.UTF_8);
  }

  /// Unsigned, byte by byte; a prefix comes first.
  @Override
  public int compareTo(Bytes other) {
    return Arrays.compareUnsigned(content, other.content);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Bytes bytes && Arrays.equals(content, bytes.content);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(content);
  }

  /// At most 32 bytes in hexadecimal, then the size.
  @Override
  public String toString() {
    int shown = Math.min(32, content.length);
    String head = HexFormat.of().formatHex(content, 0, shown);
    return shown == content.length ? head : head + "… (" + content.length + " bytes)";
  }
}
