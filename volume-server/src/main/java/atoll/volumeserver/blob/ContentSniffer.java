package atoll.volumeserver.blob;

import atoll.kit.Bytes;
import java.nio.ByteBuffer;
import java.util.List;

/// Guesses a media type from the first bytes, by the tables of the WHATWG's MIME sniffing standard
/// in the selection that Go's library makes.
final class ContentSniffer {

  /// More bytes than these are not looked at.
  static final int BYTES_MAX = 512;

  static final String UNKNOWN = "application/octet-stream";
  private static final String TEXT = "text/plain; charset=utf-8";

  /// Bytes at fixed places; a `?` in the pattern stands for any byte.
  ///
  /// @param wild whether `?` means that
  private record Signature(Bytes pattern, boolean wild, String type) {}

  private static final Bytes XML = Bytes.utf8("<?xml");
  private static final Bytes FILE_TYPE = Bytes.utf8("ftyp");

  private static final List<String> HTML =
      List.of(
          "<!DOCTYPE HTML",
          "<HTML",
          "<HEAD",
          "<SCRIPT",
          "<IFRAME",
          "<H1",
          "<DIV",
          "<FONT",
          "<TABLE",
          "<A",
          "<STYLE",
          "<TITLE",
          "<B",
          "<BODY",
          "<BR",
          "<P",
          "<!--");

  private static final List<Signature> SIGNATURES =
      List.of(
          text("%PDF-", "application/pdf"),
          text("%!PS-Adobe-", "application/postscript"),
          hex("00000100", "image/x-icon"),
          hex("00000200", "image/x-icon"),
          text("BM", "image/bmp"),
          text("GIF87a", "image/gif"),
          text("GIF89a", "image/gif"),
          wild("RIFF????WEBPVP", "image/webp"),
          hex("89504e470d0a1a0a", "image/png"),
          hex("ffd8ff", "image/jpeg"),
          wild("FORM????AIFF", "audio/aiff"),
          text("ID3", "audio/mpeg"),
          hex("4f67675300", "application/ogg"),
          hex("4d54686400000006", "audio/midi"),
          wild("RIFF????AVI ", "video/avi"),
          wild("RIFF????WAVE", "audio/wave"),
          hex("1a45dfa3", "video/webm"),
          hex("00010000", "font/ttf"),
          text("OTTO", "font/otf"),
          text("ttcf", "font/collection"),
          text("wOFF", "font/woff"),
          text("wOF2", "font/woff2"),
          hex("1f8b08", "application/x-gzip"),
          hex("504b0304", "application/zip"),
          hex("526172211a0700", "application/x-rar-compressed"),
          hex("526172211a070100", "application/x-rar-compressed"),
          hex("0061736d", "application/wasm"));

  private ContentSniffer() {}

  private static Signature text(String pattern, String type) {
    return new Signature(Bytes.utf8(pattern), false, type);
  }

  private static Signature wild(String pattern, String type) {
    return new Signature(Bytes.utf8(pattern), true, type);
  }

  private static Signature hex(String pattern, String type) {
    return new Signature(Bytes.hex(pattern), false, type);
  }

  /// The type of what remains in `data`, whose position does not move.
  static String detect(ByteBuffer data) {
    byte[] head = new byte[Math.min(BYTES_MAX, data.remaining())];
    data.get(data.position(), head);
    int text = 0;
    while (text < head.length && isBlank(head[text])) {
      text++;
    }
    for (String tag : HTML) {
      if (startsTag(head, text, tag)) {
        return "text/html; charset=utf-8";
      }
    }
    if (startsWith(head, text, XML, false)) {
      return "text/xml; charset=utf-8";
    }
    String marked = byteOrderMark(head);
    if (!marked.isEmpty()) {
      return marked;
    }
    for (Signature each : SIGNATURES) {
      if (startsWith(head, 0, each.pattern, each.wild)) {
        return each.type;
      }
    }
    if (isFontObject(head)) {
      return "application/vnd.ms-fontobject";
    }
    if (isMp4(head)) {
      return "video/mp4";
    }
    return isText(head, text) ? TEXT : UNKNOWN;
  }

  private static String byteOrderMark(byte[] head) {
    if (head.length >= 4 && head[0] == (byte) 0xfe && head[1] == (byte) 0xff) {
      return "text/plain; charset=utf-16be";
    }
    if (head.length >= 4 && head[0] == (byte) 0xff && head[1] == (byte) 0xfe) {
      return "text/plain; charset=utf-16le";
    }
    boolean utf8 =
        head.length >= 4
            && head[0] == (byte) 0xef
            && head[1] == (byte) 0xbb
            && head[2] == (byte) 0xbf;
    return utf8 ? TEXT : "";
  }

  private static boolean isBlank(byte b) {
    return b == '\t' || b == '\n' || b == '\f' || b == '\r' || b == ' ';
  }

  private static boolean startsTag(byte[] head, int from, String tag) {
    if (head.length - from < tag.length() + 1) {
      return false;
    }
    for (int i = 0; i < tag.length(); i++) {
      byte b = head[from + i];
      int upper = b >= 'a' && b <= 'z' ? b - 32 : b;
      if (upper != tag.charAt(i)) {
        return false;
      }
    }
    byte behind = head[from + tag.length()];
    return behind == ' ' || behind == '>';
  }

  private static boolean startsWith(byte[] head, int from, Bytes pattern, boolean wild) {
    if (head.length - from < pattern.size()) {
      return false;
    }
    for (int i = 0; i < pattern.size(); i++) {
      boolean any = wild && pattern.at(i) == '?';
      if (!any && head[from + i] != pattern.at(i)) {
        return false;
      }
    }
    return true;
  }

  /// Letters at place 34, whatever stands before.
  private static boolean isFontObject(byte[] head) {
    return head.length >= 36 && head[34] == 'L' && head[35] == 'P' && isZero(head, 34);
  }

  private static boolean isZero(byte[] head, int count) {
    for (int i = 0; i < count; i++) {
      if (head[i] != 0) {
        return false;
      }
    }
    return true;
  }

  /// A file-type box that names a brand `mp4`.
  private static boolean isMp4(byte[] head) {
    if (head.length < 12 || !startsWith(head, 4, FILE_TYPE, false)) {
      return false;
    }
    long box = Integer.toUnsignedLong(ByteBuffer.wrap(head).getInt());
    if (head.length < box || box % 4 != 0) {
      return false;
    }
    for (int at = 8; at < box; at += 4) {
      boolean minorVersion = at == 12;
      if (!minorVersion && head[at] == 'm' && head[at + 1] == 'p' && head[at + 2] == '4') {
        return true;
      }
    }
    return false;
  }

  private static boolean isText(byte[] head, int from) {
    for (int i = from; i < head.length; i++) {
      int b = head[i] & 0xff;
      boolean binary =
          b <= 0x08 || b == 0x0b || (b >= 0x0e && b <= 0x1a) || (b >= 0x1c && b <= 0x1f);
      if (binary) {
        return false;
      }
    }
    return true;
  }
}
