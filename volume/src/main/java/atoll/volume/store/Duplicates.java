package atoll.volume.store;

import atoll.volume.files.VolumeName;
import atoll.volume.needle.VolumeId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Decides which of several volumes with one id is served. A pure function.
final class Duplicates {

  private Duplicates() {}

  /// A volume as it was found.
  ///
  /// @param directory the number of its directory
  record Found(int directory, VolumeName name, boolean hasNeedles) {}

  /// One volume that is not served, since another one is.
  record Left(Found left, Found served) {}

  /// @param serve one volume for each id
  record Decision(List<Found> serve, List<Left> left) {}

  /// The first directory wins, within one the first name; but a volume with needles comes before an
  /// empty one.
  ///
  /// @param found in the order of directories and names
  static Decision decide(List<Found> found) {
    Map<VolumeId, Found> served = new HashMap<>();
    for (Found each : found) {
      Found before = served.get(each.name.id());
      if (before == null || (!before.hasNeedles && each.hasNeedles)) {
        served.put(each.name.id(), each);
      }
    }
    List<Found> serve = new ArrayList<>();
    List<Left> left = new ArrayList<>();
    for (Found each : found) {
      Found winner = served.getOrDefault(each.name.id(), each);
      if (winner.equals(each)) {
        serve.add(each);
      } else {
        left.add(new Left(each, winner));
      }
    }
    return new Decision(serve, left);
  }
}
