package atoll.volumeserver.blob;

import atoll.http.Headers;
import atoll.http.field.ContentDisposition;
import atoll.http.form.MultipartParser;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Picks the part of a form that is stored: the first one, or, if that has no file name, the first
/// one that has. Confined to its parser.
final class PartPicker implements MultipartParser.Parts {

  /// Where the bytes of the picked part go.
  interface Sink {

    /// Another part was picked: what came so far is forgotten.
    void restart();

    void bytes(ByteBuffer piece);
  }

  /// What a part says of itself.
  record Part(String fileName, String contentType, boolean gzip, String md5) {}

  private static final int FIELD_BYTES_MAX = 64;

  private final Sink sink;
  private final Map<String, String> fields = new HashMap<>();
  private final ByteArrayOutputStream field = new ByteArrayOutputStream();
  private String fieldName = "";
  private @Nullable Part picked;
  private boolean taking;
  private boolean whole;

  PartPicker(Sink sink) {
    this.sink = sink;
  }

  /// The picked part; null if there is none.
  @Nullable Part picked() {
    return picked;
  }

  /// The parts without a file name that say how the file is to be stored: `ts`, `ttl`, `cm`. The Go
  /// server overlooks them, the Rust server does not.
  Map<String, String> fields() {
    return fields;
  }

  /// Whether all of the picked part has come.
  boolean isWhole() {
    return whole;
  }

  @Override
  public void begins(Headers headers) {
    String name = fileName(headers);
    fieldName = name.isEmpty() ? fieldName(headers) : "";
    Part before = picked;
    if (before != null && !before.fileName().isEmpty()) {
      return;
    }
    if (before == null || !name.isEmpty()) {
      picked =
          new Part(
              name,
              text(headers, "Content-Type"),
              "gzip".equals(headers.first("Content-Encoding")),
              text(headers, "Content-MD5"));
      sink.restart();
      taking = true;
      whole = false;
    }
  }

  private static String text(Headers headers, String name) {
    String value = headers.first(name);
    return value == null ? "" : value;
  }

  private static String fileName(Headers headers) {
    return ContentDisposition.parse(text(headers, "Content-Disposition"))
        .flatMap(ContentDisposition::fileName)
        .filter(name -> !name.isEmpty())
        .map(Naming::base)
        .orElse("");
  }

  private static String fieldName(Headers headers) {
    String name =
        ContentDisposition.parse(text(headers, "Content-Disposition"))
            .flatMap(disposition -> disposition.parameter("name"))
            .orElse("");
    return switch (name) {
      case "ts", "ttl", "cm" -> name;
      default -> "";
    };
  }

  @Override
  public void bytes(ByteBuffer piece) {
    if (!fieldName.isEmpty() && field.size() + piece.remaining() <= FIELD_BYTES_MAX) {
      byte[] bytes = new byte[piece.remaining()];
      piece.get(piece.position(), bytes);
      field.writeBytes(bytes);
    }
    if (taking) {
      sink.bytes(piece);
    }
  }

  @Override
  public void ends() {
    whole |= taking;
    taking = false;
    if (!fieldName.isEmpty()) {
      fields.putIfAbsent(fieldName, field.toString(StandardCharsets.UTF_8).strip());
      field.reset();
    }
  }
}
