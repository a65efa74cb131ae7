package atoll.moray;

import atoll.fast.json.Json;
import atoll.fast.json.JsonKind;
import atoll.kit.AtollException;
import java.util.Optional;
import java.util.OptionalLong;

/// One value of an answer, and what its members are. Whatever makes no sense ends the exchange with
/// `CORRUPT`, naming call, server and member.
record Answer(Exchange exchange, Json json) {

  /// A longer value is cut in messages.
  private static final int SHOWN = 200;

  /// A member that is neither absent nor null.
  Optional<Json> present(String member) {
    return json.member(member).filter(value -> !value.isNull());
  }

  private Json required(String member) {
    return present(member).orElseThrow(() -> senseless("has no member \"" + member + "\""));
  }

  String text(String member) {
    return required(member).asText().orElseThrow(() -> wrong(member, "text"));
  }

  Json object(String member) {
    Json value = required(member);
    if (value.kind() != JsonKind.OBJECT) {
      throw wrong(member, "an object");
    }
    return value;
  }

  Etag etag(String member) {
    String text = text(member);
    if (text.isEmpty()) {
      throw wrong(member, "an etag");
    }
    return new Etag(text);
  }

  /// A whole number, or the digits of one as text; empty if it is absent or null.
  OptionalLong number(String member) {
    return present(member)
        .map(value -> wholeNumber(value).orElseThrow(() -> wrong(member, "a whole number")))
        .map(OptionalLong::of)
        .orElse(OptionalLong.empty());
  }

  long requiredNumber(String member) {
    var _ = required(member);
    return number(member).orElseThrow();
  }

  private static Optional<Long> wholeNumber(Json value) {
    OptionalLong number = value.asLong();
    if (number.isPresent()) {
      return Optional.of(number.getAsLong());
    }
    return value.asText().flatMap(Answer::digits);
  }

  private static Optional<Long> digits(String text) {
    try {
      return text.matches("-?[0-9]{1,19}") ? Optional.of(Long.parseLong(text)) : Optional.empty();
    } catch (NumberFormatException tooLarge) {
      return Optional.empty();
    }
  }

  /// JSON that travels as the text of a member, as everything that moray keeps of a bucket does;
  /// the JSON itself is taken as well. Empty if the member is absent or null.
  Optional<Json> embedded(String member, JsonKind kind) {
    return present(member)
        .map(value -> {
          Json inner = value.asText().map(text -> parse(member, text)).orElse(value);
          if (inner.kind() != kind) {
            throw wrong(member, "JSON of another kind: " + kind);
          }
          return inner;
        });
  }

  private Json parse(String member, String text) {
    try {
      return Json.parse(text);
    } catch (AtollException bad) {
      throw wrong(member, "the text of JSON");
    }
  }

  AtollException wrong(String member, String wanted) {
    return senseless("has a member \"" + member + "\" where " + wanted + " belongs");
  }

  AtollException senseless(String problem) {
    String text = json.toString();
    String shown = text.length() <= SHOWN ? text : text.substring(0, SHOWN) + "…";
    return exchange.senseless("the answer " + problem + ": " + shown);
  }
}
