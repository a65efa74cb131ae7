package atoll.kit.real;

import atoll.kit.disk.OpenMode;
import java.io.IOException;
import java.nio.file.Path;

/// One way of reaching the operating system: by libc, or by the channels of the JDK.
interface RealFileOpener {

  RealFileAccess open(Path path, OpenMode mode) throws IOException;

  /// Makes the names in a directory durable.
  void syncDirectory(Path directory) throws IOException;
}
