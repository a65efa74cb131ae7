package atoll.http.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import atoll.http.BodyFraming;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class BodyParserTest {

  /// The body, `|` and what stands behind it; `...` at the end if the body is not complete. Fed in
  /// pieces of that size.
  private static String read(BodyFraming framing, String input, int piece) throws Malformed {
    byte[] bytes = input.getBytes(StandardCharsets.ISO_8859_1);
    BodyParser parser = new BodyParser();
    parser.begin(framing);
    StringBuilder body = new StringBuilder();
    for (int from = 0; from < bytes.length; from += piece) {
      ByteBuffer in = ByteBuffer.wrap(bytes, from, Math.min(piece, bytes.length - from));
      while (true) {
        BodyParser.Step step = parser.next(in);
        if (step == BodyParser.Step.END) {
          int rest = bytes.length - in.position();
          return body + "|" + input.substring(bytes.length - rest);
        }
        if (step == BodyParser.Step.STARVED) {
          break;
        }
        int count = parser.available(in);
        for (int i = 0; i < count; i++) {
          body.append((char) in.get());
        }
        parser.consumed(count);
      }
    }
    return parser.isEnded() ? body + "|" : body + "...";
  }

  private static String unescaped(String text) {
    return text.replace("~", "\r\n");
  }

  @ParameterizedTest
  @CsvSource({
    "3~abc~0~~, abc|",
    "3~abc~0~~GET /, abc|GET /",
    "0~~x, |x",
    "0003~abc~1;name=value~d~000~~, abcd|",
    "A~0123456789~a~0123456789~0~~, 01234567890123456789|",
    "1~a~0~Trailer: x~Other: y~~z, a|z",
    "3~ab, ab...",
    "3~abc, abc...",
    "3~abc~0~, abc..."
  })
  void chunksAreReadHoweverTheyArrive(String input, String wanted) throws Malformed {
    String bytes = unescaped(input);
    for (int piece = 1; piece <= bytes.length(); piece++) {
      assertThat(read(BodyFraming.CHUNKED, bytes, piece)).as("by %s", piece).isEqualTo(wanted);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "zz~, 400, a chunk size is not a number",
    "~, 400, a chunk size is not a number",
    "-1~a, 400, a chunk size is not a number",
    "1 ~a, 400, malformed chunk size",
    "0x1~a, 400, malformed chunk size",
    "1~ab~, 400, a chunk is longer than its size",
    "1111111111111111~, 413, chunk size too large",
    "0~ folded~~, 400, malformed trailer"
  })
  void brokenChunksAreRefusedHoweverTheyArrive(String input, int status, String reason) {
    String bytes = unescaped(input);
    for (int piece = 1; piece <= bytes.length(); piece++) {
      int size = piece;
      assertThatThrownBy(() -> read(BodyFraming.CHUNKED, bytes, size))
          .hasMessage(reason)
          .asInstanceOf(InstanceOfAssertFactories.type(Malformed.class))
          .extracting(Malformed::status)
          .isEqualTo(status);
    }
  }

  @Test
  void bareLineFeedsAreRefused() {
    assertThatThrownBy(() -> read(BodyFraming.CHUNKED, "1\na\n0\n\n", 100))
        .isInstanceOf(Malformed.class);
    assertThatThrownBy(() -> read(BodyFraming.CHUNKED, "1\r\na\n0\r\n\r\n", 100))
        .isInstanceOf(Malformed.class);
    assertThatThrownBy(() -> read(BodyFraming.CHUNKED, "1\rxa", 100)).isInstanceOf(Malformed.class);
  }

  @Test
  void extensionsAndTrailersHaveLimits() {
    assertThatThrownBy(() -> read(BodyFraming.CHUNKED, "1;" + "x".repeat(300) + "\r\na", 50))
        .hasMessage("malformed chunk extension");
    String trailer = "0\r\n" + "A: b\r\n".repeat(3000) + "\r\n";
    assertThatThrownBy(() -> read(BodyFraming.CHUNKED, trailer, 50))
        .hasMessage("trailers too large");
  }

  @Test
  void aLengthEndsABodyAndLeavesWhatFollows() throws Malformed {
    assertThat(read(BodyFraming.length(3), "abcdef", 2)).isEqualTo("abc|def");
    assertThat(read(BodyFraming.length(3), "abc", 3)).isEqualTo("abc|");
    assertThat(read(BodyFraming.length(9), "abc", 3)).isEqualTo("abc...");
    assertThat(read(BodyFraming.EMPTY, "abc", 3)).isEqualTo("|abc");
  }

  @Test
  void onlyABodyUntilTheCloseIsCompleteByTheEndOfInput() {
    for (BodyFraming.Kind kind : BodyFraming.Kind.values()) {
      BodyParser parser = new BodyParser();
      parser.begin(new BodyFraming(kind, kind == BodyFraming.Kind.LENGTH ? 5 : -1));
      assertThat(parser.endOfInput()).isEqualTo(kind == BodyFraming.Kind.UNTIL_CLOSE);
    }
  }
}
