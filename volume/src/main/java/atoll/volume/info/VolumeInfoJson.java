package atoll.volume.info;

import atoll.kit.Bytes;
import atoll.volume.info.JsonReader.JsonException;
import atoll.volume.info.VolumeInfo.Reading;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/// [VolumeInfo] in protobuf's JSON form: fields in the order of their numbers, defaults written,
/// 64-bit numbers in quotes, two blanks of indent, no line end behind the last brace.
final class VolumeInfoJson {

  private static final String INDENT = "  ";

  private final StringBuilder text = new StringBuilder();
  private String margin = "";

  private VolumeInfoJson() {}

  static Reading read(Bytes file) {
    if (file.size() > VolumeInfo.FILE_BYTES_MAX) {
      return new Reading.Malformed(file.size() + " bytes are more than a volume info can have");
    }
    try {
      return new Reading.Found(info(JsonTable.of(JsonReader.read(file))));
    } catch (JsonException e) {
      return new Reading.Malformed(String.valueOf(e.getMessage()));
    }
  }

  private static VolumeInfo info(JsonTable table) throws JsonException {
    List<RemoteFile> files = new ArrayList<>();
    for (Json file : table.list("files")) {
      files.add(remoteFile(JsonTable.of(file)));
    }
    Optional<Json> config = table.find("ecShardConfig", "ec_shard_config");
    return new VolumeInfo(
        files,
        table.unsigned32("version"),
        table.text("replication"),
        table.unsigned32("bytesOffset", "bytes_offset", "BytesOffset"),
        table.signed64("datFileSize", "dat_file_size"),
        table.unsigned64("expireAtSec", "expire_at_sec", "DestroyTime"),
        table.bool("readOnly", "read_only"),
        config.isPresent()
            ? Optional.of(ecShardConfig(JsonTable.of(config.get())))
            : Optional.empty(),
        table.bool("readOnlyCanDelete", "read_only_can_delete"));
  }

  private static RemoteFile remoteFile(JsonTable table) throws JsonException {
    return new RemoteFile(
        table.text("backendType", "backend_type"),
        table.text("backendId", "backend_id"),
        table.text("key"),
        table.unsigned64("offset"),
        table.unsigned64("fileSize", "file_size"),
        table.unsigned64("modifiedTime", "modified_time"),
        table.text("extension"));
  }

  private static EcShardConfig ecShardConfig(JsonTable table) throws JsonException {
    return new EcShardConfig(
        table.unsigned32("dataShards", "data_shards"),
        table.unsigned32("parityShards", "parity_shards"),
        table.signed64("encodeTsNs", "encode_ts_ns"),
        table.unsigned64("blockSize", "block_size"));
  }

  static String write(VolumeInfo info) {
    VolumeInfoJson json = new VolumeInfoJson();
    json.open('{');
    json.name("files");
    json.files(info.files());
    json.member("version", Integer.toUnsignedString(info.version()));
    json.member("replication", quoted(info.replication()));
    json.member("bytesOffset", Integer.toUnsignedString(info.bytesOffset()));
    json.member("datFileSize", quoted(Long.toString(info.dataFileBytes())));
    json.member("expireAtSec", quoted(Long.toUnsignedString(info.expireAtSeconds())));
    json.member("readOnly", Boolean.toString(info.readOnly()));
    if (info.ecShardConfig().isPresent()) {
      json.name("ecShardConfig");
      json.ecShardConfig(info.ecShardConfig().get());
    } else {
      json.member("ecShardConfig", "null");
    }
    json.member("readOnlyCanDelete", Boolean.toString(info.readOnlyCanDelete()));
    json.close('}');
    return json.text.toString();
  }

  private void files(List<RemoteFile> files) {
    if (files.isEmpty()) {
      text.append("[]");
      return;
    }
    open('[');
    for (RemoteFile file : files) {
      next();
      open('{');
      member("backendType", quoted(file.backendType()));
      member("backendId", quoted(file.backendId()));
      member("key", quoted(file.key()));
      member("offset", quoted(Long.toUnsignedString(file.offset())));
      member("fileSize", quoted(Long.toUnsignedString(file.fileBytes())));
      member("modifiedTime", quoted(Long.toUnsignedString(file.modifiedSeconds())));
      member("extension", quoted(file.extension()));
      close('}');
    }
    close(']');
  }

  private void ecShardConfig(EcShardConfig config) {
    open('{');
    member("dataShards", Integer.toUnsignedString(config.dataShards()));
    member("parityShards", Integer.toUnsignedString(config.parityShards()));
    member("encodeTsNs", quoted(Long.toString(config.encodedNanos())));
    if (config.blockBytes() != 0) {
      member("blockSize", quoted(Long.toUnsignedString(config.blockBytes())));
    }
    close('}');
  }

  private void open(char bracket) {
    text.append(bracket);
    margin += INDENT;
  }

  private void close(char bracket) {
    margin = margin.substring(INDENT.length());
    text.append('\n').append(margin).append(bracket);
  }

  /// Begins the next item of a list or member of a table.
  private void next() {
    // A value never ends with an opening bracket: texts end with a quote.
    char last = text.charAt(text.length() - 1);
    text.append(last == '{' || last == '[' ? "\n" : ",\n").append(margin);
  }

  private void name(String name) {
    next();
    text.append('"').append(name).append("\": ");
  }

  private void member(String name, String value) {
    name(name);
    text.append(value);
  }

  private static String quoted(String value) {
    StringBuilder quoted = new StringBuilder("\"");
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      switch (c) {
        case '"' -> quoted.append("\\\"");
        case '\\' -> quoted.append("\\\\");
        case '\b' -> quoted.append("\\b");
        case '\f' -> quoted.append("\\f");
        case '\n' -> quoted.append("\\n");
        case '\r' -> quoted.append("\\r");
        case '\t' -> quoted.append("\\t");
        default -> {
          if (c < ' ') {
            quoted.append("\\u").append(HexFormat.of().toHexDigits(c));
          } else {
            quoted.append(c);
          }
        }
      }
    }
    return quoted.append('"').toString();
  }
}
