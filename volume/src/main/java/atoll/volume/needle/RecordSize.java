package atoll.volume.needle;

import atoll.kit.AtollException;
import atoll.kit.Check;
import atoll.kit.Fault;

/// Arithmetic that all format versions share.
final class RecordSize {

  private RecordSize() {}

  static int padding(long bytesBefore) {
    return NeedleFormat.ALIGNMENT - (int) (bytesBefore % NeedleFormat.ALIGNMENT);
  }

  static long checked(int size) {
    Check.that(size >= 0, "the size of a record is not negative");
    return size;
  }

  static int fitting(long size) {
    if (size > Integer.MAX_VALUE) {
      throw new AtollException(
          Fault.TOO_LARGE,
          "a needle of " + size + " bytes cannot be stored; split it (at most 2147483647)");
    }
    return (int) size;
  }

  /// The span of a record whose data has been found.
  static RecordSpan span(int dataAt, int dataBytes, long recordBytes, Place place) {
    long tailAt = (long) dataAt + dataBytes;
    long tailBytes = recordBytes - tailAt;
    if (tailBytes > NeedleFormat.TAIL_BYTES_READ_MAX) {
      throw place.corrupt(
          "needle tail of %d bytes, more than is ever written".formatted(tailBytes));
    }
    return new RecordSpan(dataAt, dataBytes, tailAt, (int) tailBytes);
  }

  static int size(NeedleHeader header, Place place) {
    if (header.size() < 0) {
      throw place.plus(NeedleHeader.SIZE_AT).corrupt("needle size " + header.size());
    }
    return header.size();
  }

  static void requireTail(int remaining, RecordSpan span, Place place) {
    if (remaining < span.tailBytes()) {
      throw place
          .plus(span.tailAt())
          .corrupt("needle tail ends after %d of %d bytes".formatted(remaining, span.tailBytes()));
    }
  }
}
