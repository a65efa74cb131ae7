package atoll.volume.store;

import atoll.kit.Check;
import java.nio.file.Path;
import java.util.Locale;

/// What an operator says of one data directory.
///
/// @param data where `.dat` and `.vif` lie
/// @param index where `.idx` lies; often the same
/// @param diskType empty for hard disks, which `hdd` means too; in small letters
/// @param volumesMax how many volumes may lie here; 0 means as many as fit
/// @param floor below which the volumes here take no writes
public record DirectorySettings(
    Path data, Path index, String diskType, int volumesMax, SpaceFloor floor) {

  public DirectorySettings {
    Check.that(volumesMax >= 0, "a directory cannot have less than no volumes");
    diskType = diskTypeOf(diskType);
  }

  /// How a disk type is written everywhere: `hdd` is empty, all else in small letters.
  public static String diskTypeOf(String text) {
    String small = text.toLowerCase(Locale.ROOT);
    return small.equals("hdd") ? "" : small;
  }
}
