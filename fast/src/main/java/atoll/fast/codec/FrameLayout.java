package atoll.fast.codec;

/// Where the fields of a frame stand. All integers are big-endian.
///
/// ```
///  0        1        2        3               7               11              15
/// ┌────────┬────────┬────────┬───────────────┬───────────────┬───────────────┬─────────
/// │version │ type   │ status │ message id    │ checksum      │ length        │ payload …
/// │ 1 byte │ 1 byte │ 1 byte │ u32, < 2^31   │ u16 in a u32  │ u32           │ UTF-8 JSON
/// └────────┴────────┴────────┴───────────────┴───────────────┴───────────────┴─────────
/// ```
///
/// The only type is 1, JSON. docs/formats/fast.md shows a frame byte by byte.
final class FrameLayout {

  static final int VERSION = 0;
  static final int TYPE = VERSION + 1;
  static final int STATUS = TYPE + 1;
  static final int MESSAGE_ID = STATUS + 1;
  static final int CHECKSUM = MESSAGE_ID + Integer.BYTES;
  static final int LENGTH = CHECKSUM + Integer.BYTES;
  static final int HEADER_BYTES = LENGTH + Integer.BYTES;

  static final int TYPE_JSON = 1;

  static final int STATUS_DATA = 1;
  static final int STATUS_END = 2;
  static final int STATUS_ERROR = 3;

  private FrameLayout() {}
}
