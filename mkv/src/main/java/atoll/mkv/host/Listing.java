package atoll.mkv.host;

import atoll.http.BlockingWriter;
import atoll.http.field.HttpDate;
import atoll.kit.disk.DiskEntry;
import java.util.Comparator;
import java.util.List;

/// A folder as JSON, as nginx lists one with `autoindex_format json`: folders first, then by name.
/// Names have nothing to escape, since no other name can be written.
final class Listing {

  private static final int PIECE = 16 * 1024;

  private Listing() {}

  static void write(List<DiskEntry> entries, BlockingWriter to) {
    List<DiskEntry> ordered =
        entries.stream()
            .filter(entry -> entry.kind() != DiskEntry.Kind.OTHER)
            .filter(entry -> entry.name().matches("[A-Za-z0-9._=+-]+"))
            .sorted(Comparator.comparing(Listing::isFile).thenComparing(DiskEntry::name))
            .toList();
    StringBuilder text = new StringBuilder("[\n");
    for (int i = 0; i < ordered.size(); i++) {
      append(text, ordered.get(i));
      text.append(i + 1 < ordered.size() ? ",\n" : "\n");
      if (text.length() > PIECE) {
        to.write(text.toString());
        text.setLength(0);
      }
    }
    to.write(text.append("]\n").toString());
    to.end();
  }

  private static boolean isFile(DiskEntry entry) {
    return entry.kind() == DiskEntry.Kind.FILE;
  }

  private static void append(StringBuilder text, DiskEntry entry) {
    text.append("{ \"name\":\"")
        .append(entry.name())
        .append("\", \"type\":\"")
        .append(isFile(entry) ? "file" : "directory")
        .append("\", \"mtime\":\"")
        .append(HttpDate.format(entry.modified()))
        .append('"');
    if (isFile(entry)) {
      text.append(", \"size\":").append(entry.sizeBytes());
    }
    text.append(" }");
  }
}
