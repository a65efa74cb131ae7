package atoll.volumeserver.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class TokenTest {

  private static final Instant NOW = Instant.ofEpochSecond(1_700_000_000);
  private static final String FID = "3,011a2b3c4d";

  /// Made by another implementation: key `abc`, `{"fid":"3,011a2b3c4d","exp":4102444800}`.
  private static final String FOREIGN =
      "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9"
          + ".eyJmaWQiOiIzLDAxMWEyYjNjNGQiLCJleHAiOjQxMDI0NDQ4MDB9"
          + ".tjHtSeYNUbW2n8VHIJ8lPtrxlCTbvXa_gzHrj2Q6x84";

  @Test
  void aTokenNamesItsFile() {
    String token = Token.sign("k", FID, NOW, 10);

    assertThat(Token.verify(token, "k", NOW)).contains(FID);
  }

  @Test
  void aTokenOfAnotherImplementationIsUnderstood() {
    assertThat(Token.verify(FOREIGN, "abc", NOW)).contains(FID);
  }

  @Test
  void aTokenEndsToTheSecondWithoutLeeway() {
    String token = Token.sign("k", FID, NOW, 10);

    assertThat(Token.verify(token, "k", NOW.plusMillis(9_999))).contains(FID);
    assertThat(Token.verify(token, "k", NOW.plusSeconds(10))).isEmpty();
  }

  @Test
  void aTokenWithoutALifeTimeLasts() {
    String token = Token.sign("k", FID, NOW, 0);

    assertThat(Token.verify(token, "k", NOW.plusSeconds(1L << 32))).contains(FID);
  }

  @Test
  void anotherKeyOrAChangedByteIsRefused() {
    String token = Token.sign("k", FID, NOW, 10);

    assertThat(Token.verify(token, "l", NOW)).isEmpty();
    for (int i = 0; i < token.length() - 1; i++) {
      char other = token.charAt(i) == 'A' ? 'B' : 'A';
      String changed = token.substring(0, i) + other + token.substring(i + 1);
      assertThat(Token.verify(changed, "k", NOW)).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ".", "..", "a", "a.b", "a.b.c.d", "a.b.c", "=.=.=", "é.é.é"})
  void garbageIsRefused(String text) {
    assertThat(Token.verify(text, "k", NOW)).isEmpty();
  }

  @Test
  void anUnsignedTokenIsRefused() {
    String header = base64("{\"alg\":\"none\",\"typ\":\"JWT\"}");
    String claims = base64("{\"fid\":\"" + FID + "\"}");

    assertThat(Token.verify(header + "." + claims + ".", "k", NOW)).isEmpty();
  }

  private static String base64(String text) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }
}
