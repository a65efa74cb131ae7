package atoll.volume.needle;

/// The number of a volume: 32 bits unsigned, decimal in file names and file ids.
public record VolumeId(int value) implements Comparable<VolumeId> {

  /// Reads a decimal of up to 64 bits and keeps its low 32, as the Go server does.
  public static Parsed<VolumeId> parse(String text) {
    return GoNumber.unsigned(GoNumber.bytesOf(text), 10, 64)
        .then(value -> Parsed.value(new VolumeId((int) (long) value)));
  }

  public long asLong() {
    return Integer.toUnsignedLong(value);
  }

  @Override
  public int compareTo(VolumeId other) {
    return Integer.compareUnsigned(value, other.value);
  }

  @Override
  public String toString() {
    return Integer.toUnsignedString(value);
  }
}
