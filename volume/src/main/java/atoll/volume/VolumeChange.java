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

  /// Goes on with other files, which hold all that the old ones did and are as durable. Readers of
  /// the old ones end on them.
  ///
  /// @param fresh published to their ends; its reference becomes the volume's
  public void replaceFiles(VolumeFiles fresh, VolumeCounters counters) {
    volume.replaceFiles(fresh, counters);
  }

  /// From now on whoever follows learns of each append to the present files, and each of their
  /// syncs is one of its own too, also after they were replaced.
  public void follow(AppendFollower follower) {
    files().follow(follower);
  }

  /// Ends what [#follow] began.
  public void unfollow() {
    files().follow(null);
  }

  /// Writes the volume's info file anew.
  ///
  /// @throws atoll.kit.AtollException as the disk does; the old file is then still there
  public void changeInfo(UnaryOperator<VolumeInfo> change) {
    volume.changeInfo(change);
  }
}
