package atoll.volume.needle;

/// Where the parts of a record lie, counted from its first byte. The tail is all that follows the
/// data: attributes, checksum, time, padding.
public record RecordSpan(int dataAt, int dataBytes, long tailAt, int tailBytes) {

  /// Bytes from the header's first to the padding's last.
  public long recordBytes() {
    return tailAt + tailBytes;
  }
}
