package atoll.volumeserver.blob;

import atoll.http.Headers;
import atoll.http.field.ContentDisposition;
import atoll.http.form.MultipartParser;
import java.nio.ByteBuffer;
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

  private final Sink sink;
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

  /// Whether all of the picked part has come.
  boolean isWhole() {
    return whole;
  }

  @Override
  public void begins(Headers headers) {
    Part before = picked;
    if (before != null && !before.fileName().isEmpty()) {
      return;
    }
    String name = fileName(headers);
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

  @Override
  public void bytes(ByteBuffer piece) {
    if (taking) {
      sink.bytes(piece);
    }
  }

  @Override
  public void ends() {
    whole |= taking;
    taking = false;
  }
}
