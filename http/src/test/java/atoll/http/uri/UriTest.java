package atoll.http.uri;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import atoll.kit.AtollException;
import atoll.kit.Bytes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class UriTest {

  @ParameterizedTest
  @CsvSource(
      nullValues = "-",
      value = {
        "/a/b?c=d, ORIGIN, /a/b, c=d",
        "//a/../%2F, ORIGIN, //a/../%2F, -",
        "/a?, ORIGIN, /a, ''",
        "/a?b?c, ORIGIN, /a, b?c",
        "http://h:1/p?q, ABSOLUTE, /p, q",
        "http://h, ABSOLUTE, /, -",
        "http://h?q, ABSOLUTE, /, q",
        "h:80, AUTHORITY, h:80, -",
        "*, ASTERISK, *, -"
      })
  void targetsFallIntoPathAndQuery(String raw, RequestTarget.Form form, String path, String query) {
    RequestTarget target = RequestTarget.of(raw);
    assertThat(target.raw()).isEqualTo(raw);
    assertThat(target.form()).isEqualTo(form);
    assertThat(target.rawPath()).isEqualTo(path);
    assertThat(target.rawQuery()).isEqualTo(query);
  }

  @Test
  void pathsAreDecodedAsUtf8WhetherEncodedOrNot() {
    assertThat(RequestTarget.of("/%C3%A9").path()).isEqualTo("/\u00e9");
    assertThat(RequestTarget.of("/\u00c3\u00a9").path()).isEqualTo("/\u00e9");
    assertThat(RequestTarget.of("/a+b%2Bc").path()).isEqualTo("/a+b+c");
    assertThat(RequestTarget.of("/%ff%00").pathBytes()).isEqualTo(Bytes.hex("2fff00"));
    assertThat(RequestTarget.of("/%FF").rawBytes()).isEqualTo(Bytes.utf8("/%FF"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"%", "%1", "%zz", "a%2", "%-1", "%\u00b2\u00b2"})
  void brokenEncodingIsRefused(String text) {
    assertThat(Percent.isWellFormed(text)).isFalse();
    assertThatThrownBy(() -> Percent.decode(text)).isInstanceOf(AtollException.class);
  }

  @Test
  void everyByteIsEncodedAndComesBack() {
    byte[] all = new byte[256];
    for (int i = 0; i < all.length; i++) {
      all[i] = (byte) i;
    }
    Bytes bytes = Bytes.of(all);
    assertThat(Percent.decode(Percent.encode(bytes, ""))).isEqualTo(bytes);
    assertThat(Percent.encode("a/b c", "/")).isEqualTo("a/b%20c");
  }

  @Test
  void parametersKeepTheirOrderAndDropWhatIsBroken() {
    QueryParameters parameters = QueryParameters.parse("a=1&b&a=%32+3&&c=x%26y&=e");
    assertThat(parameters.all()).extracting("name").containsExactly("a", "b", "a", "c", "");
    assertThat(parameters.first("a")).contains("1");
    assertThat(parameters.all().get(2).value()).isEqualTo("2 3");
    assertThat(parameters.first("c")).contains("x&y");
    assertThat(parameters.has("b")).isTrue();
    assertThat(parameters.has("z")).isFalse();
    assertThat(parameters.isWellFormed()).isTrue();
    QueryParameters broken = QueryParameters.parse("a=%z&b;c&d=1");
    assertThat(broken.all()).extracting("name").containsExactly("d");
    assertThat(broken.isWellFormed()).isFalse();
  }
}
