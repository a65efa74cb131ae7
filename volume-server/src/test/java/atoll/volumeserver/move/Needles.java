package atoll.volumeserver.move;

import atoll.volume.ReadRequest;
import atoll.volume.ReadResult;
import atoll.volume.Volume;
import atoll.volume.VolumeFiles;
import atoll.volume.needle.Checksum;
import atoll.volume.needle.Cookie;
import atoll.volume.needle.NeedleAttributes;
import atoll.volume.needle.NeedleId;
import atoll.volume.needle.NeedleKey;
import atoll.volume.needle.NeedleMeta;
import java.util.Map;
import java.util.TreeMap;

/// What a volume holds, to be compared needle by needle.
///
/// @param cookie and all else that a record says but its time of appending
record Needles(Cookie cookie, NeedleAttributes attributes, int dataBytes, Checksum checksum) {

  /// Every needle that can be read, by id; those that are read whole are verified.
  static Map<Long, Needles> of(Volume volume) {
    Map<Long, Needles> all = new TreeMap<>();
    VolumeFiles files = volume.retainFiles();
    try {
      files
          .map()
          .visit((id, location) -> {
            if (!location.isDeleted()) {
              all.put(id, read(volume, id));
            }
          });
    } finally {
      files.release();
    }
    return all;
  }

  private static Needles read(Volume volume, long id) {
    NeedleKey key = new NeedleKey(new NeedleId(id), new Cookie(0));
    ReadResult result = volume.read(new ReadRequest(key).withoutCookieCheck());
    NeedleMeta meta =
        switch (result) {
          case ReadResult.Found found -> {
            try (found) {
              yield found.needle().meta();
            }
          }
          case ReadResult.Opened(var stream) -> {
            try (stream) {
              yield stream.meta();
            }
          }
          default ->
              throw new AssertionError(
                  "needle " + id + " of volume " + volume.name() + ": " + result);
        };
    return new Needles(meta.key().cookie(), meta.attributes(), meta.dataBytes(), meta.checksum());
  }
}
