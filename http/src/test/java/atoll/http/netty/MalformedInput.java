package atoll.http.netty;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// One line of `corpus/http-malformed/inputs.tsv`. Immutable.
record MalformedInput(String name, int status, boolean endsOutput, String escaped) {

  static List<MalformedInput> all() {
    try {
      return Files.readAllLines(Path.of("..", "corpus", "http-malformed", "inputs.tsv")).stream()
          .skip(1)
          .map(MalformedInput::parse)
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static MalformedInput parse(String line) {
    List<String> columns = List.of(line.split("\t", -1));
    return new MalformedInput(
        columns.get(0),
        Integer.parseInt(columns.get(1)),
        columns.get(2).equals("ends"),
        columns.get(3));
  }

  byte[] bytes() {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    unescape(escaped, out);
    return out.toByteArray();
  }

  private static void unescape(String text, ByteArrayOutputStream out) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '{') {
        int star = text.indexOf('*', i);
        int end = text.indexOf('}', star);
        int times = Integer.parseInt(text.substring(i + 1, star));
        for (int round = 0; round < times; round++) {
          unescape(text.substring(star + 1, end), out);
        }
        i = end;
      } else if (c == '\\') {
        char kind = text.charAt(++i);
        switch (kind) {
          case 'r' -> out.write('\r');
          case 'n' -> out.write('\n');
          case 't' -> out.write('\t');
          case '\\' -> out.write('\\');
          case 'x' -> {
            out.write(Integer.parseInt(text.substring(i + 1, i + 3), 16));
            i += 2;
          }
          default -> throw new IllegalArgumentException("escape " + kind + " in " + text);
        }
      } else {
        out.writeBytes(String.valueOf(c).getBytes(StandardCharsets.US_ASCII));
      }
    }
  }

  @Override
  public String toString() {
    return name;
  }
}
