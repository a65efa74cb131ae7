package atoll.volumeserver.replay;

import atoll.kit.Check;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The notation of `corpus/volume-http/README.md` for bytes, and for what bytes may look like.
/// Bytes are handled as text, one character each.
final class Notation {

  private static final Pattern ESCAPE =
      Pattern.compile("\\\\(?:([\\\\rnt])|x([0-9a-f]{2})|\\(([^)]*)\\))");
  private static final Pattern REPEATED = Pattern.compile("([0-9]+)\\*(.*)");

  private Notation() {}

  /// The bytes that a text stands for.
  ///
  /// @param names what stands for the addresses of servers
  static byte[] bytes(String text, Map<String, String> names) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(text.length());
    Matcher escape = ESCAPE.matcher(text);
    int end = 0;
    while (escape.find()) {
      bytes.writeBytes(latin(text.substring(end, escape.start())));
      bytes.writeBytes(escaped(escape, names));
      end = escape.end();
    }
    bytes.writeBytes(latin(text.substring(end)));
    return bytes.toByteArray();
  }

  private static byte[] escaped(Matcher escape, Map<String, String> names) {
    if (escape.group(1) != null) {
      return latin(control(escape.group(1)));
    } else if (escape.group(2) != null) {
      return HexFormat.of().parseHex(escape.group(2));
    }
    String word = escape.group(3);
    Matcher repeated = REPEATED.matcher(word);
    if (repeated.matches()) {
      return latin(repeated.group(2).repeat(Integer.parseInt(repeated.group(1))));
    } else if (word.startsWith("base64 ")) {
      return Base64.getDecoder().decode(word.substring("base64 ".length()));
    }
    Check.that(names.containsKey(word), () -> "unknown: " + word);
    return latin(names.get(word));
  }

  private static String control(String letter) {
    return switch (letter) {
      case "r" -> "\r";
      case "n" -> "\n";
      case "t" -> "\t";
      default -> "\\";
    };
  }

  /// What a text in answers may look like.
  ///
  /// @param names what stands for the addresses of servers, and `boundary`
  static Pattern pattern(String text, Map<String, String> names) {
    UnaryOperator<String> known =
        word ->
            switch (word) {
              case "any" -> "(?s:.*?)";
              case "number" -> "-?[0-9]+(?:\\.[0-9]+)?(?:[eE][-+]?[0-9]+)?";
              case "tag" -> "[0-9a-f]{8}";
              case "now" -> "[A-Z][a-z]{2}, [0-9]{2} [A-Z][a-z]{2} 20[0-9]{2} [0-9:]{8} GMT";
              default -> "";
            };
    StringBuilder pattern = new StringBuilder();
    Matcher escape = ESCAPE.matcher(text);
    int end = 0;
    while (escape.find()) {
      pattern.append(Pattern.quote(text.substring(end, escape.start())));
      String word = escape.group(3);
      String special = word == null ? "" : known.apply(word);
      pattern.append(special.isEmpty() ? Pattern.quote(text(escaped(escape, names))) : special);
      end = escape.end();
    }
    return Pattern.compile(pattern.append(Pattern.quote(text.substring(end))).toString());
  }

  static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.ISO_8859_1);
  }

  private static byte[] latin(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }
}
