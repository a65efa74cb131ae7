package atoll.volume;

import atoll.volume.info.VolumeInfo;
import java.util.function.UnaryOperator;

/// A volume in the hands of whoever holds the right to write it: nothing is appended meanwhile.
/// Reads go on. Confined to the call it was handed to.
public final class VolumeChange {

  private final Volume volume;

  VolumeChange(Volume volume) {
    this.volume = volume;
  }

  public VolumeFiles files() {
    return volume.currentFiles();
  }

  public VolumeCounters counters() {
    return volume.status().counters();
  }

  public VolumeState state() {
    return volume.state();
  }

  /// Goes on with other files, which hold all that the old ones did and are durable. Readers of the
  /// old ones end on them.
  ///
  /// @param fresh published to their ends; its reference becomes the volume's
  public void replaceFiles(VolumeFiles fresh, VolumeCounters counters) {
    volume.replaceFiles(fresh, counters);
  }

  /// Writes the volume's info file anew.
  ///
  /// @throws atoll.kit.AtollException as the disk does; the old file is then still there
  public void changeInfo(UnaryOperator<VolumeInfo> change) {
    volume.changeInfo(change);
  }
}
