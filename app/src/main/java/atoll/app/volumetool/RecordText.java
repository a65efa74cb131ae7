package atoll.app.volumetool;

import atoll.kit.Bytes;
import atoll.volume.needle.FileId;
import atoll.volume.needle.NeedleAttributes;
import atoll.volume.needle.NeedleMeta;
import atoll.volume.needle.VolumeId;
import atoll.volume.offline.ListedRecord;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/// A record as a line of text. Pure.
final class RecordText {

  /// Heads the lines of [#columns].
  static final String HEAD =
      "offset\tbytes\tstate\tfid\tsize\tdata\tflags\tname\tmime\tmodified\tappended\tttl\tchecksum";

  private static final long NANOS_A_SECOND = 1_000_000_000;

  private RecordText() {}

  /// Columns with tabs between; control characters within a name become question marks.
  static String columns(VolumeId volume, ListedRecord record) {
    return String.join("\t", fields(volume, record, false).values());
  }

  /// A JSON object.
  static String json(VolumeId volume, ListedRecord record) {
    StringBuilder text = new StringBuilder("{");
    fields(volume, record, true)
        .forEach((name, value) -> {
          text.append(text.length() > 1 ? "," : "").append('"').append(name).append("\":");
          boolean isNumber =
              name.equals("offset")
                  || name.equals("bytes")
                  || name.equals("size")
                  || name.equals("data");
          text.append(isNumber ? value : quoted(value));
        });
    return text.append('}').toString();
  }

  private static Map<String, String> fields(VolumeId volume, ListedRecord record, boolean exactly) {
    Map<String, String> fields = new LinkedHashMap<>();
    fields.put("offset", Long.toString(record.offset()));
    fields.put("bytes", Long.toString(record.bytes()));
    switch (record) {
      case ListedRecord.Needle needle -> {
        NeedleMeta meta = needle.meta();
        NeedleAttributes attributes = meta.attributes();
        fields.put("state", needle.state().name().toLowerCase(Locale.ROOT));
        fields.put("fid", new FileId(volume, meta.key()).toString());
        fields.put("size", Integer.toString(needle.size()));
        fields.put("data", Integer.toString(meta.dataBytes()));
        fields.put("flags", "%02x".formatted(attributes.flags()));
        fields.put("name", text(attributes.name(), exactly));
        fields.put("mime", text(attributes.mime(), exactly));
        fields.put(
            "modified",
            attributes.hasLastModified()
                ? Instant.ofEpochSecond(attributes.lastModifiedSeconds()).toString()
                : "");
        fields.put("appended", meta.appendedNanos() == 0 ? "" : instant(meta.appendedNanos()));
        fields.put("ttl", attributes.ttl().toString());
        fields.put("checksum", meta.dataBytes() == 0 ? "" : meta.checksum() + " good");
      }
      case ListedRecord.Damaged damaged -> {
        fields.put("state", "damaged");
        fields.put("why", exactly ? damaged.range().why() : plain(damaged.range().why()));
      }
    }
    return fields;
  }

  private static String instant(long nanos) {
    return Instant.ofEpochSecond(nanos / NANOS_A_SECOND, nanos % NANOS_A_SECOND).toString();
  }

  private static String text(Bytes bytes, boolean exactly) {
    return exactly ? bytes.toUtf8() : plain(bytes.toUtf8());
  }

  private static String plain(String text) {
    return text.replaceAll("\\p{Cntrl}", "?");
  }

  private static String quoted(String text) {
    StringBuilder quoted = new StringBuilder("\"");
    for (int at = 0; at < text.length(); at++) {
      char each = text.charAt(at);
      if (each == '"' || each == '\\') {
        quoted.append('\\').append(each);
      } else if (each < ' ' || each == 0x7f || Character.isSurrogate(each)) {
        quoted.append("\\u%04x".formatted((int) each));
      } else {
        quoted.append(each);
      }
    }
    return quoted.append('"').toString();
  }
}
