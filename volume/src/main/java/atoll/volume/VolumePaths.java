package atoll.volume;

import atoll.volume.files.VolumeFile;
import atoll.volume.files.VolumeName;
import java.nio.file.Path;

/// Where the files of a volume lie.
///
/// @param dataDirectory of `.dat` and `.vif`
/// @param indexDirectory of `.idx`; often the same
public record VolumePaths(Path dataDirectory, Path indexDirectory, VolumeName name) {

  /// No extension that others may name looks like it.
  private static final String ARRIVING = ".received-part";

  /// All files in one directory.
  public VolumePaths(Path directory, VolumeName name) {
    this(directory, directory, name);
  }

  public Path of(VolumeFile file) {
    Path directory =
        switch (file.home()) {
          case DATA -> dataDirectory;
          case INDEX -> indexDirectory;
        };
    return directory.resolve(file.of(name));
  }

  public Path data() {
    return of(VolumeFile.DATA);
  }

  public Path index() {
    return of(VolumeFile.INDEX);
  }

  public Path info() {
    return of(VolumeFile.INFO);
  }

  /// A file beside another that is not published yet.
  public static Path unpublished(Path target) {
    return target.resolveSibling(target.getFileName() + ".tmp");
  }

  /// Where a file gathers that others send, until it is whole. What a process leaves behind is
  /// removed by the next.
  public static Path arriving(Path target) {
    return target.resolveSibling(target.getFileName() + ARRIVING);
  }

  /// Whether a file of that name is one that others were sending.
  public static boolean isArriving(String name) {
    return name.endsWith(ARRIVING);
  }

  /// Where what is cut off a file is kept.
  ///
  /// @param offset of the first byte that is cut
  public static Path savedTail(Path file, long offset) {
    return file.resolveSibling(file.getFileName() + ".tail-" + offset);
  }

  /// The same volume with its index beside the data, as it was before there was a directory for
  /// indexes.
  public VolumePaths indexBesideData() {
    return new VolumePaths(dataDirectory, name);
  }

  @Override
  public String toString() {
    return dataDirectory.resolve(name.toString()).toString();
  }
}
