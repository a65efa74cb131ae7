package atoll.volume.superblock;

import atoll.kit.Bytes;
import atoll.volume.needle.Place;
import atoll.volume.protobuf.ProtoField;
import atoll.volume.protobuf.ProtoField.Wire;
import atoll.volume.protobuf.ProtoWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What may follow the super block, a protobuf message:
///
/// ```
///   1 erasure coding { 1 data shards, 2 parity shards, 3 repeated volume ids }
/// ```
///
/// The Go server of release 4.44 takes its length but reads zeros instead of its bytes, so a volume
/// with an extra does not open there: read one, never write one.
///
/// @param unknown fields that nobody knows, as they stood
public record SuperBlockExtra(Optional<ErasureCoding> erasureCoding, Bytes unknown) {

  /// Which volumes were coded together, and how. Volume ids are 32 bits unsigned.
  public record ErasureCoding(int dataShards, int parityShards, List<Integer> volumeIds) {

    public ErasureCoding {
      volumeIds = List.copyOf(volumeIds);
    }
  }

  private static final int ERASURE_CODING = 1;
  private static final int DATA = 1;
  private static final int PARITY = 2;
  private static final int VOLUME_IDS = 3;

  /// Reads a message.
  ///
  /// @throws atoll.kit.AtollException `CORRUPT` if the bytes are no protobuf message
  public static SuperBlockExtra read(Bytes message, Place place) {
    Optional<ErasureCoding> erasureCoding = Optional.empty();
    ProtoWriter unknown = new ProtoWriter();
    for (ProtoField field : ProtoField.read(message, place)) {
      if (field.is(ERASURE_CODING, Wire.LENGTH)) {
        erasureCoding = Optional.of(readErasureCoding(erasureCoding, field.content(), place));
      } else {
        unknown.raw(field.raw());
      }
    }
    return new SuperBlockExtra(erasureCoding, unknown.toBytes());
  }

  public Bytes write() {
    ProtoWriter extra = new ProtoWriter();
    erasureCoding.ifPresent(coding ->
        extra.message(
            ERASURE_CODING,
            new ProtoWriter()
                .varint(DATA, Integer.toUnsignedLong(coding.dataShards))
                .varint(PARITY, Integer.toUnsignedLong(coding.parityShards))
                .packed(VOLUME_IDS, coding.volumeIds)
                .toBytes()));
    return extra.raw(unknown).toBytes();
  }

  /// A message that comes in several pieces is the union of them.
  private static ErasureCoding readErasureCoding(
      Optional<ErasureCoding> before, Bytes content, Place place) {
    int data = before.map(ErasureCoding::dataShards).orElse(0);
    int parity = before.map(ErasureCoding::parityShards).orElse(0);
    List<Integer> volumeIds =
        new ArrayList<>(before.map(ErasureCoding::volumeIds).orElse(List.of()));
    for (ProtoField field : ProtoField.read(content, place)) {
      if (field.is(DATA, Wire.VARINT)) {
        data = (int) field.value();
      } else if (field.is(PARITY, Wire.VARINT)) {
        parity = (int) field.value();
      } else if (field.is(VOLUME_IDS, Wire.VARINT)) {
        volumeIds.add((int) field.value());
      } else if (field.is(VOLUME_IDS, Wire.LENGTH)) {
        for (long id : ProtoField.readPacked(field.content(), place)) {
          volumeIds.add((int) id);
        }
      }
    }
    return new ErasureCoding(data, parity, volumeIds);
  }
}
