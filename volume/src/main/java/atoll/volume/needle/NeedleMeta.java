package atoll.volume.needle;

import atoll.kit.Check;

/// Everything a record holds but its data.
///
/// @param dataBytes of the stored data; with 0 the format stores no attributes either
/// @param checksum of the data, in the form in which it is or shall be stored
/// @param appendedNanos when the record was appended, nanoseconds since 1970; strictly ascending in
///   a volume's file; 0 in format versions 1 and 2, which do not keep it
public record NeedleMeta(
    NeedleKey key,
    int dataBytes,
    NeedleAttributes attributes,
    Checksum checksum,
    long appendedNanos) {

  public NeedleMeta {
    Check.that(dataBytes >= 0, "a needle has no negative data");
  }

  /// The record that says a needle was deleted.
  ///
  /// @param checksum of the deleted data where it is known; nobody verifies it
  public static NeedleMeta tombstone(NeedleKey key, Checksum checksum, long appendedNanos) {
    return new NeedleMeta(key, 0, NeedleAttributes.NONE, checksum, appendedNanos);
  }

  /// The same needle at its moment of being appended, which only the writer knows.
  public NeedleMeta appendedAt(long nanos) {
    return new NeedleMeta(key, dataBytes, attributes, checksum, nanos);
  }

  /// The ETag, without quotes, when the data was not read: the checksum as it stands on disk.
  public String etag() {
    return checksum.toString();
  }
}
