package atoll.volume.superblock;

import atoll.volume.needle.NeedleFormat;
import atoll.volume.needle.NeedleV1;
import atoll.volume.needle.NeedleV2;
import atoll.volume.needle.NeedleV3;
import java.util.Optional;

/// The format version of a volume, which says how its needles are laid out.
public enum FormatVersion {
  V1(1),
  V2(2),
  V3(3);

  /// What new volumes get.
  public static final FormatVersion CURRENT = V3;

  private static final NeedleFormat NEEDLES_V1 = new NeedleV1();
  private static final NeedleFormat NEEDLES_V2 = new NeedleV2();
  private static final NeedleFormat NEEDLES_V3 = new NeedleV3();

  private final int number;

  FormatVersion(int number) {
    this.number = number;
  }

  public static Optional<FormatVersion> of(int number) {
    return switch (number) {
      case 1 -> Optional.of(V1);
      case 2 -> Optional.of(V2);
      case 3 -> Optional.of(V3);
      default -> Optional.empty();
    };
  }

  /// As it stands in the super block.
  public int number() {
    return number;
  }

  public NeedleFormat needles() {
    return switch (this) {
      case V1 -> NEEDLES_V1;
      case V2 -> NEEDLES_V2;
      case V3 -> NEEDLES_V3;
    };
  }
}
