package atoll.http.form;

import atoll.http.field.ByteRange;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// Frames the parts of a `multipart/byteranges` answer (RFC 9110, section 14.6). The bytes of the
/// parts come from elsewhere: write [#before] each one, then the range, and [#end()] last.
/// Immutable.
///
/// @param boundary 1 to 70 letters and digits that the content does not hold
/// @param contentType of the representation; empty for none
/// @param size of the representation
public record ByteRangesWriter(String boundary, String contentType, long size) {

  /// The `Content-Type` of the answer.
  public String mediaType() {
    return "multipart/byteranges; boundary=" + boundary;
  }

  /// What stands before a part.
  public byte[] before(ByteRange part, boolean first) {
    StringBuilder text = new StringBuilder(first ? "--" : "\r\n--").append(boundary);
    text.append("\r\nContent-Range: ").append(part.contentRange(size)).append("\r\n");
    if (!contentType.isEmpty()) {
      text.append("Content-Type: ").append(contentType).append("\r\n");
    }
    return text.append("\r\n").toString().getBytes(StandardCharsets.UTF_8);
  }

  /// What stands behind the last part.
  public byte[] end() {
    return ("\r\n--" + boundary + "--\r\n").getBytes(StandardCharsets.UTF_8);
  }

  /// The length of the whole answer.
  public long length(List<ByteRange> parts) {
    long length = end().length;
    for (int i = 0; i < parts.size(); i++) {
      length += before(parts.get(i), i == 0).length + parts.get(i).length();
    }
    return length;
  }
}
