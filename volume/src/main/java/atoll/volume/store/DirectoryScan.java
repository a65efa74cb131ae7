package atoll.volume.store;

import atoll.kit.disk.DiskEntry;
import atoll.volume.files.VolumeFile;
import atoll.volume.files.VolumeName;
import atoll.volume.superblock.SuperBlock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/// Reads from the names in a data directory which volumes it has, and decides what a start does
/// with each. A pure function of the names and sizes, and of what it asks about a few volumes.
final class DirectoryScan {

  private static final String SHARD_INDEX = ".ecx";
  private static final Pattern SHARD = Pattern.compile("\\.ec[0-9]{2,3}$");

  private DirectoryScan() {}

  /// What a start does with a volume's files.
  sealed interface Finding {

    VolumeName name();

    /// Serve it.
    ///
    /// @param hasNeedles whether its data file is longer than a super block
    record Serve(VolumeName name, boolean hasNeedles) implements Finding {}

    /// A copy that did not arrive whole, or a removal that did not end: remove what is there.
    record Remove(VolumeName name) implements Finding {}

    /// What encoding a volume into shards has left of it, without a needle: remove data and index.
    record RemoveRemainder(VolumeName name) implements Finding {}

    /// Leave all as it is.
    record LeaveAside(VolumeName name, String why) implements Finding {}
  }

  /// @param data what stands in the data directory
  /// @param index what stands in the index directory; the same if there is only one
  /// @param isEncoded whether it is certain that a volume was encoded into shards; asked only about
  ///   those whose data file has no needles
  static List<Finding> findings(
      Collection<DiskEntry> data, Collection<DiskEntry> index, Predicate<VolumeName> isEncoded) {
    Map<VolumeName, EnumMap<VolumeFile, DiskEntry>> files =
        new TreeMap<>(Comparator.comparing(VolumeName::toString));
    for (DiskEntry entry : data) {
      VolumeFile.find(entry.name())
          .ifPresent(found ->
              files
                  .computeIfAbsent(found.volume(), _ -> new EnumMap<>(VolumeFile.class))
                  .put(found.file(), entry));
    }
    Set<String> shards = new HashSet<>(shardsIn(data));
    shards.addAll(shardsIn(index));
    List<Finding> findings = new ArrayList<>();
    files.forEach((name, of) -> {
      if (isWithoutNeedles(of) && isEncoded.test(name)) {
        findings.add(new Finding.RemoveRemainder(name));
      } else {
        finding(name, of, shards.contains(name.toString())).ifPresent(findings::add);
      }
    });
    return findings;
  }

  /// How many shards of erasure-coded volumes a data directory has.
  static int shardFiles(Collection<DiskEntry> data) {
    return (int) data.stream().filter(entry -> SHARD.matcher(entry.name()).find()).count();
  }

  private static Set<String> shardsIn(Collection<DiskEntry> entries) {
    Set<String> shards = new HashSet<>();
    for (DiskEntry entry : entries) {
      if (entry.name().endsWith(SHARD_INDEX)) {
        shards.add(entry.name().substring(0, entry.name().length() - SHARD_INDEX.length()));
      }
    }
    return shards;
  }

  private static Optional<Finding> finding(
      VolumeName name, Map<VolumeFile, DiskEntry> files, boolean hasShards) {
    DiskEntry data = files.get(VolumeFile.DATA);
    if (hasShards) {
      return data == null
          ? Optional.empty()
          : Optional.of(
              new Finding.LeaveAside(
                  name, "shards of an erasure-coded volume of that name stand beside it"));
    }
    if (files.containsKey(VolumeFile.COPYING)) {
      return Optional.of(new Finding.Remove(name));
    }
    if (data != null || isVacuumLeft(files)) {
      return Optional.of(
          new Finding.Serve(name, data != null && data.sizeBytes() > SuperBlock.FIXED_BYTES));
    }
    return files.containsKey(VolumeFile.INDEX) || files.containsKey(VolumeFile.INFO)
        ? Optional.of(new Finding.LeaveAside(name, "it has no .dat file"))
        : Optional.empty();
  }

  /// Whether all the data of a volume is a super block, or less, beside an info file.
  private static boolean isWithoutNeedles(Map<VolumeFile, DiskEntry> files) {
    DiskEntry data = files.get(VolumeFile.DATA);
    return data != null
        && data.sizeBytes() <= SuperBlock.FIXED_BYTES
        && files.containsKey(VolumeFile.INFO)
        && !isVacuumLeft(files);
  }

  /// Such a volume is refused with its reason when it is opened.
  private static boolean isVacuumLeft(Map<VolumeFile, DiskEntry> files) {
    return files.containsKey(VolumeFile.COMPACTED_DATA)
        || files.containsKey(VolumeFile.COMPACTION_COMMITTED);
  }
}
