package atoll.volumeserver.move;

import atoll.kit.AtollException;
import atoll.kit.Fault;
import atoll.volume.files.VolumeName;
import atoll.volume.needle.VolumeId;
import java.util.regex.Pattern;

/// Looks at names of files that come from messages, so that none leads out of the directories.
final class FileNames {

  private static final Pattern EXTENSION = Pattern.compile("\\.[A-Za-z0-9]{1,32}");

  private FileNames() {}

  /// @throws AtollException `BAD_INPUT`
  static void requireExtension(String extension) {
    if (!EXTENSION.matcher(extension).matches()) {
      throw new AtollException(Fault.BAD_INPUT, "invalid file extension \"" + extension + "\"");
    }
  }

  /// @throws AtollException `BAD_INPUT`
  static void requireCollection(String collection) {
    try {
      var _ = new VolumeName(collection, new VolumeId(0));
    } catch (AtollException e) {
      throw new AtollException(Fault.BAD_INPUT, "invalid collection \"" + collection + "\"", e);
    }
  }
}
