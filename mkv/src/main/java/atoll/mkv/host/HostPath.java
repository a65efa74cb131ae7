package atoll.mkv.host;

import atoll.http.uri.Percent;
import atoll.mkv.key.BlobName;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What a request's path means to a blob host. A path is read, never resolved: what is not one of
/// these shapes is nothing, so no path leaves the root of the host.
///
/// ```
/// /2c/f2/NAME        a file, and the only thing that can be written
/// /  /2c/  /2c/f2/   folders, to be listed
/// /mkv-host.json     who the host is
/// ```
sealed interface HostPath {

  /// The file in which a host says who it is.
  String IDENTITY_FILE = "mkv-host.json";

  /// The most characters of a file's name; a longer one would not fit the log's names.
  int NAME_CHARACTERS = 200;

  Pattern LEVEL = Pattern.compile("[0-9a-f]{2}");
  Pattern FILE =
      Pattern.compile("/([0-9a-f]{2})/([0-9a-f]{2})/([A-Za-z0-9][A-Za-z0-9._=+-]{0,199})");
  Pattern FOLDER = Pattern.compile("/(?:([0-9a-f]{2})/(?:([0-9a-f]{2})/)?)?");
  Pattern UNENDED_FOLDER = Pattern.compile("/[0-9a-f]{2}(?:/[0-9a-f]{2})?");

  /// A file: a blob or a sidecar.
  record Blob(String first, String second, String name) implements HostPath {

    Path below(Path root) {
      return folder(root).resolve(name);
    }

    Path folder(Path root) {
      return root.resolve(first).resolve(second);
    }

    /// What its sidecar is called.
    Blob sidecar() {
      return new Blob(first, second, name + BlobName.SIDECAR_SUFFIX);
    }

    /// What the blob of this sidecar is called.
    Blob blob() {
      return new Blob(
          first, second, name.substring(0, name.length() - BlobName.SIDECAR_SUFFIX.length()));
    }

    /// As a request names it.
    String path() {
      return '/' + first + '/' + second + '/' + name;
    }
  }

  /// A folder.
  ///
  /// @param levels none, one or two
  record Folder(List<String> levels) implements HostPath {

    Path below(Path root) {
      Path path = root;
      for (String level : levels) {
        path = path.resolve(level);
      }
      return path;
    }
  }

  /// A folder without the slash at its end.
  record Unended() implements HostPath {}

  record Identity() implements HostPath {}

  /// Nothing that a host has.
  record Nothing() implements HostPath {}

  /// Reads a path as it came.
  static HostPath of(String rawPath) {
    if (!Percent.isWellFormed(rawPath)) {
      return new Nothing();
    }
    String path = Percent.decodeText(rawPath);
    Matcher file = FILE.matcher(path);
    if (file.matches()) {
      return new Blob(file.group(1), file.group(2), file.group(3));
    }
    Matcher folder = FOLDER.matcher(path);
    if (folder.matches()) {
      if (folder.group(1) == null) {
        return new Folder(List.of());
      }
      return new Folder(
          folder.group(2) == null
              ? List.of(folder.group(1))
              : List.of(folder.group(1), folder.group(2)));
    }
    if (UNENDED_FOLDER.matcher(path).matches()) {
      return new Unended();
    }
    return path.equals('/' + IDENTITY_FILE) ? new Identity() : new Nothing();
  }
}
