package atoll.volume.protobuf;

import atoll.kit.Bytes;
import java.io.ByteArrayOutputStream;

/// Builds a protobuf message. Zero, false and empty are left out, as proto3 does. Confined to its
/// caller.
public final class ProtoWriter {

  private final ByteArrayOutputStream message = new ByteArrayOutputStream();

  public ProtoWriter varint(int field, long value) {
    if (value != 0) {
      writeVarint((long) field << 3);
      writeVarint(value);
    }
    return this;
  }

  public ProtoWriter flag(int field, boolean value) {
    return varint(field, value ? 1 : 0);
  }

  /// A message within this one; an empty one is written too, since it says that it is there.
  public ProtoWriter message(int field, Bytes content) {
    writeVarint(((long) field << 3) | 2);
    writeVarint(content.size());
    return raw(content);
  }

  /// A packed run of 32-bit unsigned numbers.
  public ProtoWriter packed(int field, Iterable<Integer> values) {
    ProtoWriter run = new ProtoWriter();
    for (int value : values) {
      run.writeVarint(Integer.toUnsignedLong(value));
    }
    Bytes content = run.toBytes();
    return content.isEmpty() ? this : message(field, content);
  }

  /// Bytes that are whole fields already.
  public ProtoWriter raw(Bytes fields) {
    message.writeBytes(fields.toArray());
    return this;
  }

  public Bytes toBytes() {
    return Bytes.of(message.toByteArray());
  }

  private void writeVarint(long value) {
    long rest = value;
    while ((rest & ~0x7fL) != 0) {
      message.write((int) ((rest & 0x7f) | 0x80));
      rest >>>= 7;
    }
    message.write((int) rest);
  }
}
