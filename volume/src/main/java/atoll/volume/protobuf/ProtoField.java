package atoll.volume.protobuf;

import atoll.kit.Bytes;
import atoll.volume.needle.Place;
import java.util.ArrayList;
import java.util.List;

/// One field of a protobuf message as it stands on the wire. Groups are refused: no message of ours
/// has them.
///
/// @param value of a varint or a fixed-width number; 0 for bytes
/// @param content of a length-delimited field; empty for numbers
/// @param raw the whole field, so that one nobody knows can be written back
public record ProtoField(int number, Wire wire, long value, Bytes content, Bytes raw) {

  /// How a field is laid out.
  public enum Wire {
    VARINT,
    FIXED64,
    LENGTH,
    FIXED32
  }

  private static final int VARINT_BYTES_MAX = 10;

  /// Splits a message into its fields, in the order of the wire.
  ///
  /// @param place of the message's first byte
  /// @throws atoll.kit.AtollException `CORRUPT` if the message is none
  public static List<ProtoField> read(Bytes message, Place place) {
    Cursor cursor = new Cursor(message, place);
    List<ProtoField> fields = new ArrayList<>();
    while (cursor.at < message.size()) {
      fields.add(cursor.field());
    }
    return fields;
  }

  /// Reads a packed run of varints.
  public static List<Long> readPacked(Bytes content, Place place) {
    Cursor cursor = new Cursor(content, place);
    List<Long> values = new ArrayList<>();
    while (cursor.at < content.size()) {
      values.add(cursor.varint());
    }
    return values;
  }

  public boolean is(int expectedNumber, Wire expectedWire) {
    return number == expectedNumber && wire == expectedWire;
  }

  /// Confined to one call of a read method.
  private static final class Cursor {

    private final Bytes message;
    private final Place place;
    private int at;

    Cursor(Bytes message, Place place) {
      this.message = message;
      this.place = place;
    }

    ProtoField field() {
      int from = at;
      long tag = varint();
      long number = tag >>> 3;
      if (number < 1 || number > 0x1fff_ffff) {
        throw place.plus(from).corrupt("protobuf field number " + Long.toUnsignedString(number));
      }
      int wire = (int) tag & 7;
      return switch (wire) {
        case 0 -> of(number, Wire.VARINT, varint(), Bytes.EMPTY, from);
        case 1 -> of(number, Wire.FIXED64, fixed(8), Bytes.EMPTY, from);
        case 2 -> of(number, Wire.LENGTH, 0, bytes(varint()), from);
        case 5 -> of(number, Wire.FIXED32, fixed(4), Bytes.EMPTY, from);
        default -> throw place.plus(from).corrupt("protobuf wire type " + wire);
      };
    }

    private ProtoField of(long number, Wire wire, long value, Bytes content, int from) {
      return new ProtoField((int) number, wire, value, content, message.slice(from, at));
    }

    long varint() {
      long value = 0;
      for (int i = 0; i < VARINT_BYTES_MAX; i++) {
        require(1);
        long part = message.at(at++) & 0xff;
        if (i == VARINT_BYTES_MAX - 1 && part > 1) {
          break;
        }
        value |= (part & 0x7f) << (7 * i);
        if (part < 0x80) {
          return value;
        }
      }
      throw place.plus(at).corrupt("protobuf varint of more than 64 bits");
    }

    private long fixed(int bytes) {
      require(bytes);
      long value = 0;
      for (int i = 0; i < bytes; i++) {
        value |= (message.at(at++) & 0xffL) << (8 * i);
      }
      return value;
    }

    private Bytes bytes(long size) {
      require(size);
      Bytes content = message.slice(at, at + (int) size);
      at += (int) size;
      return content;
    }

    private void require(long bytes) {
      if (bytes < 0 || bytes > message.size() - at) {
        throw place.plus(at).corrupt("protobuf message ends within a field");
      }
    }
  }
}
