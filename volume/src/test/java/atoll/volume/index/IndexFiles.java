package atoll.volume.index;

import atoll.kit.disk.Disk;
import atoll.kit.disk.DiskFile;
import atoll.kit.disk.OpenMode;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;

/// Index files for tests.
final class IndexFiles {

  private IndexFiles() {}

  /// Makes a file with these rows.
  static DiskFile write(Disk disk, Path path, List<IndexRow> rows, OffsetWidth width) {
    DiskFile file = disk.open(path, OpenMode.CREATE);
    append(file, rows, width);
    return file;
  }

  static void append(DiskFile file, List<IndexRow> rows, OffsetWidth width) {
    file.append(bytes(rows, width));
  }

  private static ByteBuffer bytes(List<IndexRow> rows, OffsetWidth width) {
    ByteBuffer bytes = ByteBuffer.allocateDirect(rows.size() * width.rowBytes());
    rows.forEach(row -> row.write(bytes, width));
    return bytes.flip();
  }

  /// Rows as they are read from a file.
  static IndexRows rows(List<IndexRow> rows, OffsetWidth width) {
    return new IndexRows(bytes(rows, width), width);
  }

  static byte[] content(Disk disk, Path path) {
    try (DiskFile file = disk.open(path, OpenMode.READ)) {
      ByteBuffer bytes = ByteBuffer.allocateDirect((int) file.size());
      file.readAt(0, bytes);
      byte[] content = new byte[bytes.flip().remaining()];
      bytes.get(content);
      return content;
    }
  }
}
