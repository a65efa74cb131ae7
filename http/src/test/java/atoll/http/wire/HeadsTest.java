package atoll.http.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import atoll.http.HeaderList;
import atoll.http.HttpLimits;
import atoll.http.RequestHead;
import atoll.http.ResponseHead;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class HeadsTest {

  private static final HttpLimits.Head SMALL = new HttpLimits.Head(32, 64, 3);

  private static byte[] bytes(String text) {
    return text.replace("~", "\r\n").getBytes(StandardCharsets.ISO_8859_1);
  }

  @Test
  void aHeadStopsAtTheFirstByteBehindItHoweverItArrives() throws Malformed {
    byte[] input = bytes("~REPORT /a%2F?b HTTP/1.1~Host: x~A:\t b  ~a:~~BODY");
    HeadParser parser = new HeadParser(HeadParser.Kind.REQUEST, HttpLimits.DEFAULTS.head());
    for (int piece = 1; piece <= input.length; piece++) {
      int at = 0;
      boolean complete = false;
      while (!complete) {
        ByteBuffer in = ByteBuffer.wrap(input, at, Math.min(piece, input.length - at));
        complete = parser.feed(in);
        at = in.position();
      }
      assertThat(new String(input, at, input.length - at, StandardCharsets.US_ASCII))
          .isEqualTo("BODY");
      RequestHead head = parser.takeRequest();
      assertThat(head.method()).isEqualTo("REPORT");
      assertThat(head.target().raw()).isEqualTo("/a%2F?b");
      assertThat(head.headers().size()).isEqualTo(3);
      assertThat(head.headers().first("A")).isEqualTo("b");
      assertThat(head.headers().value(2)).isEmpty();
      assertThat(parser.isInside()).isFalse();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "GET  HTTP/1.1~Host: x~~, 400",
    "GET /a b HTTP/1.1~Host: x~~, 400",
    "GET /~Host: x~~, 400",
    "GET / HTTP/2.0~Host: x~~, 505",
    "G(T / HTTP/1.1~Host: x~~, 400",
    "GET a HTTP/1.1~Host: x~~, 400",
    "GET / HTTP/1.1~~, 400",
    "GET / HTTP/1.1~Host : x~~, 400",
    "GET / HTTP/1.1~Host: x~ folded~~, 400",
    "GET / HTTP/1.1~Host: x~: b~~, 400",
    "GET / HTTP/1.1~Host: x~nocolon~~, 400",
    "GET / HTTP/1.1~Host: x/y~~, 400",
    "GET /1234567890123456789012345678901234567890 HTTP/1.1~, 414",
    "GET / HTTP/1.1~Host: 12345678901234567890123456789012345678901234567890123456789012~~, 431",
    "GET / HTTP/1.1~Host: x~a: b~a: b~a: b~~, 431"
  })
  void requestsOutsideTheRulesOrTheLimitsAreRefused(String input, int status) {
    HeadParser parser = new HeadParser(HeadParser.Kind.REQUEST, SMALL);
    assertThatThrownBy(
            () -> {
              parser.feed(ByteBuffer.wrap(bytes(input)));
              parser.takeRequest();
            })
        .asInstanceOf(InstanceOfAssertFactories.type(Malformed.class))
        .extracting(Malformed::status)
        .isEqualTo(status);
  }

  @ParameterizedTest
  @CsvSource({
    "HTTP/1.1 20 OK~~",
    "HTTP/1.1 099 OK~~",
    "HTTP/2.0 200 OK~~",
    "HTTP/1.1 200OK~~",
    "ICY 200 OK~~",
    "SSH-2.0-hello~~"
  })
  void statusLinesAreStrict(String input) {
    HeadParser parser = new HeadParser(HeadParser.Kind.RESPONSE, HttpLimits.DEFAULTS.head());
    assertThatThrownBy(() -> parser.feed(ByteBuffer.wrap(bytes(input))))
        .isInstanceOf(Malformed.class)
        .hasMessage("malformed status line");
  }

  @Test
  void whatIsWrittenIsWhatIsRead() throws Malformed {
    HeaderList fields = new HeaderList().add("Host", "x").add("Name", "Größe 木 😀");
    HeadWriter writer = new HeadWriter();
    writer.beginRequest("PUT", "/é").fields(fields).contentLength(Long.MAX_VALUE / 10).end();
    HeadParser parser = new HeadParser(HeadParser.Kind.REQUEST, HttpLimits.DEFAULTS.head());
    assertThat(parser.feed(ByteBuffer.wrap(writer.array(), 0, writer.size()))).isTrue();
    RequestHead request = parser.takeRequest();
    assertThat(request.target().raw()).isEqualTo("/é");
    assertThat(request.headers().first("name")).isEqualTo("Größe 木 😀");
    assertThat(request.framing().length()).isEqualTo(Long.MAX_VALUE / 10);

    writer.beginResponse(777).field("Name", "x").contentLength(0).end();
    HeadParser answers = new HeadParser(HeadParser.Kind.RESPONSE, HttpLimits.DEFAULTS.head());
    assertThat(answers.feed(ByteBuffer.wrap(writer.array(), 0, writer.size()))).isTrue();
    ResponseHead response = answers.takeResponse();
    assertThat(response.status()).isEqualTo(777);
    assertThat(response.framing().length()).isZero();
  }
}
