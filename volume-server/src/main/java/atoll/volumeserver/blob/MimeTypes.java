package atoll.volumeserver.blob;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// Media types by file extension: the table that Go's library brings along, with what the host's
/// own tables add to it. Uploads leave out a type that this table would give back, so servers that
/// share volumes should have the same host tables. Immutable.
public final class MimeTypes {

  private static final String BUILT_IN =
      """
      .ai application/postscript
      .apk application/vnd.android.package-archive
      .apng image/apng
      .avif image/avif
      .bin application/octet-stream
      .bmp image/bmp
      .com application/octet-stream
      .css text/css; charset=utf-8
      .csv text/csv; charset=utf-8
      .doc application/msword
      .docx application/vnd.openxmlformats-officedocument.wordprocessingml.document
      .ehtml text/html; charset=utf-8
      .eml message/rfc822
      .eps application/postscript
      .exe application/octet-stream
      .flac audio/flac
      .gif image/gif
      .gz application/gzip
      .htm text/html; charset=utf-8
      .html text/html; charset=utf-8
      .ico image/vnd.microsoft.icon
      .ics text/calendar; charset=utf-8
      .jfif image/jpeg
      .jpeg image/jpeg
      .jpg image/jpeg
      .js text/javascript; charset=utf-8
      .json application/json
      .m4a audio/mp4
      .mjs text/javascript; charset=utf-8
      .mp3 audio/mpeg
      .mp4 video/mp4
      .oga audio/ogg
      .ogg audio/ogg
      .ogv video/ogg
      .opus audio/ogg
      .pdf application/pdf
      .pjp image/jpeg
      .pjpeg image/jpeg
      .png image/png
      .ppt application/vnd.ms-powerpoint
      .pptx application/vnd.openxmlformats-officedocument.presentationml.presentation
      .ps application/postscript
      .rdf application/rdf+xml
      .rtf application/rtf
      .shtml text/html; charset=utf-8
      .svg image/svg+xml
      .text text/plain; charset=utf-8
      .tif image/tiff
      .tiff image/tiff
      .txt text/plain; charset=utf-8
      .vtt text/vtt; charset=utf-8
      .wasm application/wasm
      .wav audio/wav
      .webm audio/webm
      .webp image/webp
      .xbl text/xml; charset=utf-8
      .xbm image/x-xbitmap
      .xht application/xhtml+xml
      .xhtml application/xhtml+xml
      .xls application/vnd.ms-excel
      .xlsx application/vnd.openxmlformats-officedocument.spreadsheetml.sheet
      .xml text/xml; charset=utf-8
      .xsl text/xml; charset=utf-8
      .zip application/zip
      """;

  private final Map<String, String> exact;
  private final Map<String, String> lower;

  private MimeTypes(Map<String, String> exact, Map<String, String> lower) {
    this.exact = Map.copyOf(exact);
    this.lower = Map.copyOf(lower);
  }

  /// The table without a host's additions.
  public static MimeTypes builtIn() {
    return with(List.of(), List.of());
  }

  /// The table with a host's additions.
  ///
  /// @param globs lines of `globs2`: `weight:type:*.ext`; the first line of an extension counts,
  ///   since the weightiest stands first, and none of them replaces a type of the table
  /// @param types lines of `mime.types`: a type and its extensions, without dots; these do replace
  public static MimeTypes with(List<String> globs, List<String> types) {
    Map<String, String> exact = new HashMap<>();
    Map<String, String> lower = new HashMap<>();
    BUILT_IN
        .lines()
        .forEach(line -> {
          int blank = line.indexOf(' ');
          put(exact, lower, line.substring(0, blank), line.substring(blank + 1));
        });
    for (String line : globs) {
      String[] fields = line.split(":", -1);
      boolean plain =
          fields.length >= 3
              && !fields[0].isEmpty()
              && fields[0].charAt(0) != '#'
              && fields[2].length() >= 3
              && fields[2].startsWith("*.")
              && fields[2].chars().noneMatch(c -> c == '?' || c == '[' || c == ']')
              && fields[2].indexOf('*', 1) < 0;
      if (plain && !exact.containsKey(fields[2].substring(1))) {
        put(exact, lower, fields[2].substring(1), fields[1]);
      }
    }
    for (String line : types) {
      String[] fields = line.strip().split("\\s+", -1);
      boolean entry = fields.length > 1 && fields[0].indexOf('#') != 0;
      for (int i = 1; entry && i < fields.length && fields[i].indexOf('#') != 0; i++) {
        put(exact, lower, "." + fields[i], fields[0]);
      }
    }
    return new MimeTypes(exact, lower);
  }

  private static void put(
      Map<String, String> exact, Map<String, String> lower, String extension, String type) {
    String full =
        type.startsWith("text/") && !type.contains("charset=") ? type + "; charset=utf-8" : type;
    exact.put(extension, full);
    lower.put(extension.toLowerCase(Locale.ROOT), full);
  }

  /// The type of an extension.
  ///
  /// @param extension with its dot
  /// @return empty if it is not known
  public String of(String extension) {
    String found = exact.get(extension);
    if (found == null) {
      found = lower.get(extension.toLowerCase(Locale.ROOT));
    }
    return found == null ? "" : found;
  }
}
