package atoll.app.volumetool;

import atoll.kit.Bytes;
import atoll.volume.needle.FileId;
import atoll.volume.needle.NeedleMeta;
import atoll.volume.needle.VolumeId;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.stream.Collectors;

/// What an exported needle is called. The fields are those of `weed export`:
///
/// ```
///   {{.Id}}  the needle's id     {{.Name}}  its name    {{.Ext}}  the name from its last dot on
///   {{.Key}} the whole file id   {{.Mime}}  its content type
/// ```
///
/// A name never leads out of where it is written to: only the format itself and content types may
/// make directories.
///
/// @param format with fields in double braces
record ExportName(String format) {

  static final String USUAL = "{{.Id}}_{{.Name}}{{.Ext}}";

  /// With room for `.gz`.
  private static final int PART_BYTES_MAX = 252;

  private static final int EXTENSION_MAX = 17;

  /// @param gzipped whether the stored data really begins as gzip does
  String of(VolumeId volume, NeedleMeta needle, boolean gzipped) {
    String name = flat(text(needle.attributes().name()));
    int dot = name.lastIndexOf('.');
    String filled =
        format
            .replace("{{.Id}}", needle.key().id().toString())
            .replace("{{.Key}}", flat(new FileId(volume, needle.key()).toString()))
            .replace("{{.Mime}}", text(needle.attributes().mime()))
            .replace("{{.Ext}}", dot < 0 ? "" : name.substring(dot))
            .replace("{{.Name}}", name);
    String safe =
        Arrays.stream(filled.split("/", -1))
            .filter(part -> !part.isEmpty())
            .map(part -> part.equals(".") || part.equals("..") ? "_" : shortened(part))
            .collect(Collectors.joining("/"));
    boolean named = !safe.isEmpty();
    String result = named ? safe : needle.key().id().toString();
    return needle.attributes().isGzip() && gzipped && !result.endsWith(".gz")
        ? result + ".gz"
        : result;
  }

  /// File systems take 255 bytes. What is cut is the middle: the beginning tells names apart, the
  /// end is the extension.
  private static String shortened(String part) {
    int dot = part.lastIndexOf('.');
    String end = dot >= 0 && part.length() - dot <= EXTENSION_MAX ? part.substring(dot) : "";
    String head = part.substring(0, part.length() - end.length());
    while (bytes(head) + bytes(end) > PART_BYTES_MAX) {
      head = head.substring(0, head.offsetByCodePoints(head.length(), -1));
    }
    return head + end;
  }

  private static int bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8).length;
  }

  private static String text(Bytes bytes) {
    return bytes.toUtf8().replace('\0', '_');
  }

  private static String flat(String text) {
    return text.replace('/', '_');
  }
}
