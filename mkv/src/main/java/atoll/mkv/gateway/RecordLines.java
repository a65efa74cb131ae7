package atoll.mkv.gateway;

import atoll.mkv.key.HostId;
import atoll.mkv.plan.Conditions;
import atoll.mkv.record.KeyRecord;
import atoll.mkv.record.Sidecar;
import java.time.Instant;
import java.util.Base64;
import java.util.Locale;

/// Records as lines of JSON, with every column: for people and for other programs.
public final class RecordLines {

  private RecordLines() {}

  /// One record, without a line end. `key` is text for people; `key64` has its bytes.
  public static String line(KeyRecord record) {
    KeyRecord.Content content = record.content();
    StringBuilder line = new StringBuilder(512);
    Json.string(line.append("{\"key\":"), record.key().toString());
    byte[] key = record.key().bytes().toArray();
    Json.string(
        line.append(",\"key64\":"), Base64.getUrlEncoder().withoutPadding().encodeToString(key));
    Json.string(line.append(",\"gen\":"), record.generation().toHex());
    Json.string(line.append(",\"state\":"), record.state().name().toLowerCase(Locale.ROOT));
    Json.string(line.append(",\"blob\":"), record.blobName().path());
    line.append(",\"size\":").append(content.sizeBytes());
    Json.string(line.append(",\"type\":"), content.type());
    Json.string(line.append(",\"sha256\":"), content.checksums().sha256().toHex());
    content.checksums().md5().ifPresent(md5 -> Json.string(line.append(",\"md5\":"), md5.toHex()));
    line.append(",\"crc32c\":").append(Integer.toUnsignedLong(content.checksums().crc32c()));
    Json.string(
        line.append(",\"created\":"), Instant.ofEpochMilli(content.createdMillis()).toString());
    line.append(",\"hosts\":[");
    String before = "";
    for (HostId host : record.hosts()) {
      Json.string(line.append(before), host.text());
      before = ",";
    }
    return line.append("]}").toString();
  }

  /// Adds what a client may want to know of a value, each with a comma before it.
  static void details(StringBuilder body, KeyRecord record) {
    KeyRecord.Content content = record.content();
    body.append(",\"size\":").append(content.sizeBytes());
    Json.string(body.append(",\"etag\":"), Conditions.tag(record).opaque());
    Json.string(body.append(",\"type\":"), content.type());
    Json.string(
        body.append(",\"created\":"), Instant.ofEpochMilli(content.createdMillis()).toString());
    body.append(",\"copies\":").append(record.hosts().size());
    if (!content.meta().isEmpty()) {
      body.append(",\"meta\":{");
      String before = "";
      for (Sidecar.Field field : content.meta()) {
        String name = field.name().substring(Sidecar.META.length());
        Json.string(body.append(before), name).append(':');
        Json.string(body, field.value());
        before = ",";
      }
      body.append('}');
    }
  }
}
