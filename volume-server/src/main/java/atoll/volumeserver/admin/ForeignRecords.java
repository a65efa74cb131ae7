package atoll.volumeserver.admin;

import atoll.volume.Volume;
import atoll.volume.VolumeFiles;
import atoll.volume.index.NeedleLocation;
import atoll.volume.needle.NeedleId;
import atoll.volume.needle.VolumeId;
import java.lang.ref.WeakReference;
import java.util.LinkedHashMap;
import java.util.Map;

/// Under which ids records came that were written under another one. Such a record is stored with
/// the id that it is to have, so that whoever reads a data file without its index finds it under
/// that: a vacuum, a tail, a repair. Whoever asks for its status hears under which id it came, as
/// from SeaweedFS.
///
/// That is remembered of the newest such records, until their volume is loaded anew or vacuumed.
/// Shared (guarded by itself).
final class ForeignRecords {

  private static final int RECORDS_MAX = 1024;

  private record Needle(VolumeId volume, NeedleId id) {}

  /// Within the same files no other record ever lies at an offset.
  private record Came(WeakReference<VolumeFiles> files, long offset, NeedleId id) {}

  private final Map<Needle, Came> records =
      new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Needle, Came> eldest) {
          return size() > RECORDS_MAX;
        }
      };

  /// Remembers that a record came under another id.
  ///
  /// @param files in which it was written
  /// @param offset at which it was
  synchronized void came(
      Volume volume, NeedleId id, VolumeFiles files, long offset, NeedleId underId) {
    Needle needle = new Needle(volume.name().id(), id);
    records.remove(needle);
    if (!underId.equals(id)) {
      records.put(needle, new Came(new WeakReference<>(files), offset, underId));
    }
  }

  /// Under which id the record of a needle came.
  synchronized NeedleId idOf(Volume volume, NeedleId id) {
    Came came = records.get(new Needle(volume.name().id(), id));
    if (came == null) {
      return id;
    }
    VolumeFiles files = volume.retainFiles();
    try {
      NeedleLocation location = files.map().find(id.value());
      return came.files().refersTo(files) && location != null && location.offset() == came.offset()
          ? came.id()
          : id;
    } finally {
      files.release();
    }
  }
}
