package atoll.volumeserver.blob;

/// A stretch of a body, perhaps an empty one: this protocol knows ranges of no bytes.
///
/// @param first offset of the first byte
/// @param length count of bytes
record ByteSpan(long first, long length) {

  /// The value of `Content-Range`; an empty span ends before it begins.
  String contentRange(long size) {
    return "bytes " + first + "-" + (first + length - 1) + "/" + size;
  }
}
