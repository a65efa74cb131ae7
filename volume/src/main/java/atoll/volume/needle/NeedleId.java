package atoll.volume.needle;

/// The key of a needle in its volume: 64 bits unsigned, hexadecimal in file ids.
public record NeedleId(long value) implements Comparable<NeedleId> {

  @Override
  public int compareTo(NeedleId other) {
    return Long.compareUnsigned(value, other.value);
  }

  /// Hexadecimal without leading zeros.
  @Override
  public String toString() {
    return Long.toHexString(value);
  }
}
