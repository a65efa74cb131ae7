package atoll.volume.store;

import atoll.kit.Check;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/// What an operator says of one data directory.
///
/// @param data where `.dat` and `.vif` lie
/// @param index where `.idx` lies; often the same
/// @param diskType empty for hard disks, which `hdd` means too; in small letters
/// @param volumesMax how many volumes may lie here; 0 means as many as fit
/// @param floor below which the volumes here take no writes
/// @param tags by which a master may choose; in small letters
public record DirectorySettings(
    Path data, Path index, String diskType, int volumesMax, SpaceFloor floor, List<String> tags) {

  /// Without tags.
  public DirectorySettings(
      Path data, Path index, String diskType, int volumesMax, SpaceFloor floor) {
    this(data, index, diskType, volumesMax, floor, List.of());
  }

  public DirectorySettings {
    tags = List.copyOf(tags);
    Check.that(volumesMax >= 0, "a directory cannot have less than no volumes");
    diskType = diskTypeOf(diskType);
  }

  /// How a disk type is written everywhere: `hdd` is empty, all else in small letters.
  public static String diskTypeOf(String text) {
    String small = text.toLowerCase(Locale.ROOT);
    return small.equals("hdd") ? "" : small;
  }

  /// Reads `fast:ssd,archive`: the tags of one directory after the other, for a number of
  /// directories. One alone stands for all; those not named have none.
  public static List<List<String>> tagsOf(String text, int directories) {
    String[] each = text.isBlank() ? new String[0] : text.split(",", -1);
    List<List<String>> tags = new ArrayList<>();
    for (int at = 0; at < directories; at++) {
      int from = each.length == 1 ? 0 : at;
      tags.add(from < each.length ? tagsOf(each[from]) : List.of());
    }
    return tags;
  }

  private static List<String> tagsOf(String text) {
    return Arrays.stream(text.split(":", -1))
        .map(tag -> tag.strip().toLowerCase(Locale.ROOT))
        .filter(tag -> !tag.isEmpty())
        .distinct()
        .toList();
  }
}
