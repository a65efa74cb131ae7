package atoll.http.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import atoll.http.BodyFraming;
import atoll.http.HttpLimits;
import atoll.http.RequestHead;
import atoll.http.ResponseHead;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// How a body ends and whether the connection stays, as a table. `~` ends a line.
final class FramingTest {

  private static HeadParser fed(HeadParser.Kind kind, String head) throws Malformed {
    HeadParser parser = new HeadParser(kind, HttpLimits.DEFAULTS.head());
    byte[] bytes = head.replace("~", "\r\n").getBytes(StandardCharsets.ISO_8859_1);
    assertThat(parser.feed(ByteBuffer.wrap(bytes))).isTrue();
    return parser;
  }

  private static String told(BodyFraming framing, boolean keepAlive) {
    String end =
        framing.kind() == BodyFraming.Kind.LENGTH ? "" + framing.length() : "" + framing.kind();
    return end + (keepAlive ? " keeps" : " closes");
  }

  private static RequestHead request(String version, String fields) throws Malformed {
    return fed(HeadParser.Kind.REQUEST, "PUT /a HTTP/" + version + "~Host: x~" + fields + "~")
        .takeRequest();
  }

  @ParameterizedTest
  @CsvSource({
    "1.1, '', 0 keeps",
    "1.0, '', 0 closes",
    "1.0, Connection: keep-alive~, 0 keeps",
    "1.0, 'Connection: keep-alive, close~', 0 closes",
    "1.1, Connection: close~, 0 closes",
    "1.1, 'Connection: x ,\tClose~', 0 closes",
    "1.1, Connection: x~connection: CLOSE~, 0 closes",
    "1.1, Connection: closed~, 0 keeps",
    "1.1, Content-Length: 0~, 0 keeps",
    "1.1, content-length:12~, 12 keeps",
    "1.1, Content-Length: 007~, 7 keeps",
    "1.1, Content-Length: 999999999999999999~, 999999999999999999 keeps",
    "1.1, Transfer-Encoding: chunked~, CHUNKED keeps",
    "1.1, transfer-encoding: Chunked~Connection: close~, CHUNKED closes"
  })
  void requestsTellHowTheyEnd(String version, String fields, String wanted) throws Malformed {
    RequestHead head = request(version, fields);
    assertThat(told(head.framing(), head.keepAlive())).isEqualTo(wanted);
  }

  @ParameterizedTest
  @CsvSource({
    "1.1, Content-Length: 1~Transfer-Encoding: chunked~, 400",
    "1.1, Content-Length: 1~Content-Length: 1~, 400",
    "1.1, 'Content-Length: 1, 1~', 400",
    "1.1, Content-Length:~, 400",
    "1.1, Content-Length: +1~, 400",
    "1.1, Content-Length: -1~, 400",
    "1.1, Content-Length: 0x1~, 400",
    "1.1, Content-Length: 1000000000000000000~, 413",
    "1.0, Transfer-Encoding: chunked~, 400",
    "1.1, Transfer-Encoding: chunked~Transfer-Encoding: chunked~, 400",
    "1.1, 'Transfer-Encoding: chunked, chunked~', 400",
    "1.1, 'Transfer-Encoding: gzip, chunked~', 501",
    "1.1, Transfer-Encoding: identity~, 501",
    "1.1, Transfer-Encoding: xchunked~, 501",
    "1.1, Host: y~, 400",
    "1.1, Expect: 200-maybe~, 417"
  })
  void requestsThatTwoReadersCouldTakeDifferentlyAreRefused(
      String version, String fields, int status) {
    assertThatThrownBy(() -> request(version, fields))
        .asInstanceOf(InstanceOfAssertFactories.type(Malformed.class))
        .extracting(Malformed::status)
        .isEqualTo(status);
  }

  @ParameterizedTest
  @CsvSource({
    "1.1, '', UNTIL_CLOSE keeps",
    "1.0, '', UNTIL_CLOSE closes",
    "1.1, Content-Length: 5~, 5 keeps",
    "1.1, Content-Length: 5~Connection: close~, 5 closes",
    "1.0, Content-Length: 5~Connection: keep-alive~, 5 keeps",
    "1.1, Transfer-Encoding: chunked~, CHUNKED keeps"
  })
  void responsesTellHowTheyEnd(String version, String fields, String wanted) throws Malformed {
    ResponseHead head =
        fed(HeadParser.Kind.RESPONSE, "HTTP/" + version + " 200 OK~" + fields + "~").takeResponse();
    assertThat(told(head.framing(), head.keepAlive())).isEqualTo(wanted);
  }
}
