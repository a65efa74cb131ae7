package atoll.http.form;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import atoll.http.Headers;
import atoll.http.field.ByteRange;
import atoll.kit.AtollException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class MultipartTest {

  private static final String FORM =
      """
      preamble --b
      --b
      Content-Disposition: form-data; name="a"

      one
      -
      --bee
      \r--
      --b \t
      X: y
      Z: 1

      --b


      --b
      A: b

      last
      --b--
      epilogue
      --b
      """
          .replace("\n", "\r\n");

  private static final String SEEN =
      "{Content-Disposition=form-data; name=\"a\"}[one\r\n-\r\n--bee\r\n\r--]{X=y Z=1}[]{}[]{A=b}[last]";

  private static String read(String form, int step) {
    StringBuilder seen = new StringBuilder();
    MultipartParser parser =
        new MultipartParser(
            "b",
            100,
            10,
            new MultipartParser.Parts() {
              @Override
              public void begins(Headers headers) {
                seen.append('{');
                headers.forEach((name, value) ->
                    seen.append(seen.charAt(seen.length() - 1) == '{' ? "" : " ")
                        .append(name)
                        .append('=')
                        .append(value));
                seen.append("}[");
              }

              @Override
              public void bytes(ByteBuffer piece) {
                assertThat(piece.hasRemaining()).isTrue();
                seen.append(StandardCharsets.ISO_8859_1.decode(piece));
              }

              @Override
              public void ends() {
                seen.append(']');
              }
            });
    byte[] bytes = form.getBytes(StandardCharsets.ISO_8859_1);
    for (int at = 0; at < bytes.length; at += step) {
      parser.feed(ByteBuffer.wrap(bytes, at, Math.min(step, bytes.length - at)));
    }
    parser.end();
    return seen.toString();
  }

  @Test
  void partsAreTheSameHoweverTheBytesAreCut() {
    for (int step = 1; step <= FORM.length(); step++) {
      assertThat(read(FORM, step)).as("pieces of %d", step).isEqualTo(SEEN);
    }
  }

  @Test
  void aFormMayBeginWithItsBoundaryOrHaveNoPart() {
    assertThat(read("--b\r\n\r\nx\r\n--b--", 3)).isEqualTo("{}[x]");
    assertThat(read("--b--\r\n", 3)).isEmpty();
    assertThat(read("--b\r\n\r\n\r\n\r\r\n--b--", 1)).isEqualTo("{}[\r\n\r]");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "no boundary",
        "--b\r\n\r\nx",
        "--b\r\n\r\nx\r\n--b",
        "--b\r\n\r\nx\r\n--b-",
        "--b\r\n\r\nx\r\n--b-x",
        "--b junk\r\n\r\nx\r\n--b--",
        "--b\rx\r\n\r\nx\r\n--b--",
        "--b\r\nno colon\r\n\r\nx\r\n--b--",
        "--b\r\n: empty\r\n\r\nx\r\n--b--",
        "--b\r\nA: b\r\n folded\r\n\r\nx\r\n--b--",
        "--b\r\nA: b\u0000c\r\n\r\nx\r\n--b--"
      })
  void malformedFormsAreTold(String form) {
    assertThatThrownBy(() -> read(form, 4)).isInstanceOf(AtollException.class);
  }

  @Test
  void headersAndPartsAreBounded() {
    assertThatThrownBy(() -> read("--b\r\nA: " + "x".repeat(100), 50)).hasMessageContaining("100");
    assertThatThrownBy(() -> read("--b\r\n\r\nx\r\n".repeat(11) + "--b--", 50))
        .hasMessageContaining("more than 10 parts");
  }

  @Test
  void rangesAreWrittenSoThatTheParserReadsThem() {
    byte[] content = "0123456789".getBytes(StandardCharsets.US_ASCII);
    ByteRangesWriter writer = new ByteRangesWriter("b", "text/plain", content.length);
    List<ByteRange> parts = List.of(new ByteRange(1, 2), new ByteRange(7, 3));
    StringBuilder all = new StringBuilder();
    for (int i = 0; i < parts.size(); i++) {
      ByteRange part = parts.get(i);
      all.append(new String(writer.before(part, i == 0), StandardCharsets.US_ASCII));
      all.append("0123456789", (int) part.first(), (int) part.last() + 1);
    }
    all.append(new String(writer.end(), StandardCharsets.US_ASCII));
    assertThat((long) all.length()).isEqualTo(writer.length(parts));
    assertThat(read(all.toString(), 5))
        .isEqualTo(
            "{Content-Range=bytes 1-2/10 Content-Type=text/plain}[12]"
                + "{Content-Range=bytes 7-9/10 Content-Type=text/plain}[789]");
  }
}
