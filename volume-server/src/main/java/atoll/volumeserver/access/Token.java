package atoll.volumeserver.access;

import atoll.kit.Check;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// A JSON web token of RFC 7519, signed with HMAC: three parts of base64url between dots,
///
/// ```
/// {"alg":"HS256","typ":"JWT"} . {"exp":SECONDS,"fid":"VOLUME,KEY"} . HMAC of the first two
/// ```
///
/// Keys may be of any length, also shorter than RFC 7518 wants, because clusters have such keys.
final class Token {

  private static final Base64.Decoder DECODER = Base64.getUrlDecoder();
  private static final Base64.Encoder ENCODER = Base64.getUrlEncoder().withoutPadding();
  private static final String HEADER = encoded("{\"alg\":\"HS256\",\"typ\":\"JWT\"}");

  /// Longer ones are not looked at.
  private static final int CHARS_MAX = 8192;

  private Token() {}

  /// Makes a token for one file.
  ///
  /// @param lifeSeconds 0 means for ever
  static String sign(String secret, String fileId, Instant now, int lifeSeconds) {
    String expires = lifeSeconds > 0 ? "\"exp\":" + (now.getEpochSecond() + lifeSeconds) + "," : "";
    String signed = HEADER + "." + encoded("{" + expires + "\"fid\":\"" + escaped(fileId) + "\"}");
    return signed + "." + ENCODER.encodeToString(mac("HmacSHA256", secret, signed));
  }

  /// The file that a token is for, if it is signed with this secret and its time is now: without
  /// any leeway, `exp` must lie ahead and `nbf` must not.
  static Optional<String> verify(String token, String secret, Instant now) {
    int first = token.indexOf('.');
    int second = token.indexOf('.', first + 1);
    boolean wellFormed =
        first > 0
            && second > 0
            && token.indexOf('.', second + 1) < 0
            && token.indexOf('=') < 0
            && token.length() <= CHARS_MAX;
    if (!wellFormed) {
      return Optional.empty();
    }
    try {
      Optional<String> algorithm =
          TokenPart.read(DECODER.decode(token.substring(0, first)))
              .flatMap(part -> part.text("alg"))
              .flatMap(Token::algorithm);
      if (algorithm.isEmpty()) {
        return Optional.empty();
      }
      byte[] wanted = mac(algorithm.get(), secret, token.substring(0, second));
      byte[] found = DECODER.decode(token.substring(second + 1));
      if (!MessageDigest.isEqual(wanted, found)) {
        return Optional.empty();
      }
      return TokenPart.read(DECODER.decode(token.substring(first + 1, second)))
          .filter(claims -> claims.isTimely(now))
          .flatMap(claims -> claims.text("fid"));
    } catch (IllegalArgumentException notBase64) {
      return Optional.empty();
    }
  }

  private static Optional<String> algorithm(String name) {
    return switch (name) {
      case "HS256" -> Optional.of("HmacSHA256");
      case "HS384" -> Optional.of("HmacSHA384");
      case "HS512" -> Optional.of("HmacSHA512");
      default -> Optional.empty();
    };
  }

  private static byte[] mac(String algorithm, String secret, String text) {
    Check.that(!secret.isEmpty(), "tokens need a key");
    try {
      Mac mac = Mac.getInstance(algorithm);
      mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), algorithm));
      return mac.doFinal(text.getBytes(StandardCharsets.ISO_8859_1));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java has " + algorithm, e);
    }
  }

  private static String encoded(String json) {
    return ENCODER.encodeToString(json.getBytes(StandardCharsets.UTF_8));
  }

  private static String escaped(String text) {
    return text.replace("\\", "\\\\").replace("\"", "\\\"");
  }
}
