package atoll.fast.codec;

/// The two versions of the wire format. They differ in the checksum alone. Nothing is negotiated: a
/// server answers in the version of the request.
public enum Protocol {
  /// The old one, whose checksum is [ChecksumV1].
  V1(1),
  /// The present one, whose checksum is [ChecksumV2].
  V2(2);

  private final int number;

  Protocol(int number) {
    this.number = number;
  }

  /// What stands in the version byte.
  public int number() {
    return number;
  }

  /// The checksum of a payload in UTF-8, 0 to 65535.
  public int checksum(byte[] payload, int from, int length) {
    return switch (this) {
      case V1 -> ChecksumV1.of(payload, from, length);
      case V2 -> ChecksumV2.of(payload, from, length);
    };
  }
}
