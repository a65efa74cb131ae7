/// Looks through the files of a volume that nobody serves, mends them, and gets its needles out.
///
/// ```
///   OfflineVolume ──► Survey ──► FixPlan ──► VolumeFix
///                        └─────► RecordList
/// ```
@NullMarked
package atoll.volume.offline;

import org.jspecify.annotations.NullMarked;
