package atoll.volumeserver.access;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The members of a token's header or claims that are texts or numbers. Immutable.
///
/// @param texts by name
/// @param numbers by name
record TokenPart(Map<String, String> texts, Map<String, BigDecimal> numbers) {

  private static final JsonFactory JSON = new JsonFactory();

  /// Digits beyond this are no time.
  private static final int DIGITS_MAX = 30;

  /// Empty for what is no JSON object.
  static Optional<TokenPart> read(byte[] json) {
    Map<String, String> texts = new HashMap<>();
    Map<String, BigDecimal> numbers = new HashMap<>();
    try (JsonParser parser = JSON.createParser(json)) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        return Optional.empty();
      }
      for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
        JsonToken value = parser.nextToken();
        if (value == JsonToken.VALUE_STRING) {
          texts.put(name, parser.getText());
        } else if (value.isNumeric() && parser.getTextLength() <= DIGITS_MAX) {
          numbers.put(name, parser.getDecimalValue());
        } else {
          parser.skipChildren();
        }
      }
      boolean whole = parser.currentToken() == JsonToken.END_OBJECT && parser.nextToken() == null;
      return whole ? Optional.of(new TokenPart(texts, numbers)) : Optional.empty();
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  Optional<String> text(String name) {
    return Optional.ofNullable(texts.get(name));
  }

  /// Whether `exp` lies ahead and `nbf` does not; either may be missing.
  boolean isTimely(Instant now) {
    BigDecimal seconds =
        BigDecimal.valueOf(now.getEpochSecond()).add(BigDecimal.valueOf(now.getNano(), 9));
    try {
      BigDecimal expires = time("exp");
      BigDecimal begins = time("nbf");
      return (expires == null || seconds.compareTo(expires) < 0)
          && (begins == null || seconds.compareTo(begins) >= 0);
    } catch (NumberFormatException noNumber) {
      return false;
    }
  }

  /// Seconds since 1970, as a number or as the text of one.
  private @Nullable BigDecimal time(String name) {
    BigDecimal number = numbers.get(name);
    String text = texts.get(name);
    if (number == null && text != null) {
      if (text.length() > DIGITS_MAX) {
        throw new NumberFormatException(name);
      }
      return new BigDecimal(text);
    }
    return number;
  }
}
