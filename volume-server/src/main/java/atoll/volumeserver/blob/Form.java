package atoll.volumeserver.blob;

import atoll.http.field.MediaType;
import atoll.http.form.MultipartParser;
import atoll.kit.AtollException;
import atoll.kit.Fault;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.Optional;

/// A multipart form on its way in. Confined to its reader.
final class Form {

  private static final int HEADER_BYTES = 64 * 1024;
  private static final int PARTS_MAX = 1000;

  private final PartPicker picker;
  private final MultipartParser parser;

  /// @param boundary as the form's type names it
  Form(String boundary, PartPicker.Sink sink) {
    this.picker = new PartPicker(sink);
    this.parser = new MultipartParser(boundary, HEADER_BYTES, PARTS_MAX, picker);
  }

  /// The boundary that a type names.
  ///
  /// @throws AtollException `BAD_INPUT` if it is no form's, in the words of Go's library
  static String boundary(String contentType) {
    Optional<MediaType> type = MediaType.parse(contentType);
    boolean form =
        type.isPresent()
            && (type.get().is("multipart/form-data") || type.get().is("multipart/mixed"));
    if (!form) {
      throw new AtollException(Fault.BAD_INPUT, "request Content-Type isn't multipart/form-data");
    }
    return type.get()
        .parameter("boundary")
        .orElseThrow(() ->
            new AtollException(Fault.BAD_INPUT, "no multipart boundary param in Content-Type"));
  }

  /// Reads on. What is broken behind the picked part does not matter.
  void feed(ByteBuffer piece) {
    try {
      parser.feed(piece);
    } catch (AtollException e) {
      if (!picker.isWhole() || e.fault() == Fault.TOO_LARGE) {
        throw e;
      }
      piece.position(piece.limit());
    }
  }

  /// What the fields beside the file say; complete with the end.
  Map<String, String> fields() {
    return picker.fields();
  }

  /// The body has ended.
  ///
  /// @throws AtollException `BAD_INPUT` if no part came whole
  PartPicker.Part end() {
    PartPicker.Part picked = picker.picked();
    if (picked == null) {
      throw new AtollException(Fault.BAD_INPUT, "multipart: NextPart: EOF");
    }
    if (!picker.isWhole()) {
      throw new AtollException(Fault.BAD_INPUT, "unexpected EOF");
    }
    return picked;
  }
}
