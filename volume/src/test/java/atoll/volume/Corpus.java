package atoll.volume;

import atoll.volume.index.IndexRow;
import atoll.volume.index.IndexRows;
import atoll.volume.index.OffsetWidth;
import atoll.volume.needle.NeedleFormat;
import atoll.volume.superblock.FormatVersion;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// The files in `corpus/volume-formats`.
public final class Corpus {

  private static final Path ROOT = Path.of("..", "corpus", "volume-formats");

  private Corpus() {}

  /// A data file, its index file and how to read both.
  public record Volume(String data, String index, FormatVersion version, OffsetWidth width) {

    public NeedleFormat format() {
      return version.needles();
    }

    @Override
    public String toString() {
      return data;
    }
  }

  /// Every volume that was written by the Go server.
  public static List<Volume> volumes() {
    OffsetWidth four = OffsetWidth.FOUR;
    return List.of(
        new Volume("v1/1.dat", "v1/1.idx", FormatVersion.V1, four),
        new Volume("v2/2.dat", "v2/2.idx", FormatVersion.V2, four),
        new Volume("v3/3.dat", "v3/3.idx", FormatVersion.V3, four),
        new Volume(
            "v3-five-byte-offsets/3.dat",
            "v3-five-byte-offsets/3.idx",
            FormatVersion.V3,
            OffsetWidth.FIVE),
        new Volume("vacuum/6-before.dat", "vacuum/6-before.idx", FormatVersion.V3, four),
        new Volume("vacuum/6.cpd", "vacuum/6.cpx", FormatVersion.V3, four),
        new Volume("vacuum/6.dat", "vacuum/6.idx", FormatVersion.V3, four),
        new Volume("read-only/10.dat", "read-only/10.idx", FormatVersion.V3, four),
        new Volume("read-only/11.dat", "read-only/11.idx", FormatVersion.V3, four),
        new Volume("ttl/with_under_4.dat", "ttl/with_under_4.idx", FormatVersion.V3, four));
  }

  /// The content of a file, in a direct buffer.
  public static ByteBuffer buffer(String name) {
    byte[] content = content(name);
    ByteBuffer buffer = ByteBuffer.allocateDirect(content.length);
    return buffer.put(content).flip();
  }

  public static byte[] content(String name) {
    try {
      return Files.readAllBytes(ROOT.resolve(name));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// The rows of an index file.
  public static List<IndexRow> rows(String name, OffsetWidth width) {
    IndexRows rows = new IndexRows(buffer(name), width);
    List<IndexRow> all = new ArrayList<>();
    for (int i = 0; i < rows.count(); i++) {
      all.add(rows.row(i));
    }
    return all;
  }

  /// The lines of a table, cut at tabs.
  public static List<String[]> table(String name) {
    try {
      return Files.readAllLines(ROOT.resolve("text").resolve(name)).stream()
          .map(line -> line.split("\t", -1))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
