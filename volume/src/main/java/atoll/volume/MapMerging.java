package atoll.volume;

import atoll.kit.AtollException;
import atoll.volume.files.VolumeName;
import atoll.volume.index.DiskNeedleMap;
import java.util.concurrent.RejectedExecutionException;

/// Merges the changes of a needle map on disk into its file, on the threads for work, while reads
/// and writes go on. Confined to the holder of the right to write; a merge runs on any thread.
final class MapMerging {

  private final VolumeEnvironment environment;
  private final VolumeName name;

  MapMerging(VolumeEnvironment environment, VolumeName name) {
    this.environment = environment;
    this.name = name;
  }

  /// Begins a merge if it is due. To be called between two changes, once they are published.
  void afterChange(VolumeFiles files) {
    if (files.map() instanceof DiskNeedleMap map && map.wantsMerge() && files.retain()) {
      Runnable merge = map.startMerge(files.indexEnd());
      Runnable work = () -> merge(files, merge);
      try {
        environment.work().execute(work);
      } catch (RejectedExecutionException _) {
        // Where nobody works any more the merge is lost, and the index still has everything.
        files.release();
      }
    }
  }

  private void merge(VolumeFiles files, Runnable merge) {
    try {
      merge.run();
    } catch (AtollException e) {
      environment.events().report(new VolumeEvent.MapMergeFailed(name.toString(), e));
    } finally {
      files.release();
    }
  }
}
