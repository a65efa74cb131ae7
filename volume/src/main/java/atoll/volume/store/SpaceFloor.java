package atoll.volume.store;

import atoll.kit.disk.DiskSpace;
import atoll.kit.unit.DataSize;

/// How much of a disk must stay free.
public sealed interface SpaceFloor {

  /// A share of the whole disk.
  ///
  /// @param percent from 0 to 100
  record Percent(double percent) implements SpaceFloor {}

  /// A size, however large the disk is.
  record Size(DataSize size) implements SpaceFloor {}

  /// Reads `1` or `2.5` as percent, everything else as a size like `10GiB`.
  ///
  /// @throws atoll.kit.AtollException `BAD_INPUT` if it is neither
  static SpaceFloor parse(String text) {
    String plain = text.strip();
    if (plain.matches("[0-9]{1,9}(\\.[0-9]{1,9})?") && Double.parseDouble(plain) <= 100) {
      return new Percent(Double.parseDouble(plain));
    }
    return new Size(DataSize.parse(plain));
  }

  /// Whether less than this is free.
  default boolean isBroken(DiskSpace space) {
    return switch (this) {
      case Percent(double percent) -> space.usableBytes() * 100.0 < percent * space.totalBytes();
      case Size(DataSize size) -> space.usableBytes() < size.bytes();
    };
  }
}
