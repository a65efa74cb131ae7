package atoll.morayembedded.call;

import atoll.fast.json.Json;
import atoll.fast.json.JsonKind;

/// What an argument must be, in the words in which it is refused otherwise.
enum ArgumentKind {
  STRING("a nonempty string"),
  OBJECT("an object"),
  ARRAY("an array"),
  OPTIONS("a valid options object"),
  REQUESTS("an array of valid request objects"),
  COUNT("a nonnegative integer");

  private final String words;

  ArgumentKind(String words) {
    this.words = words;
  }

  String words() {
    return words;
  }

  /// Whether a value is of that kind, as far as that can be told without reading its members.
  boolean fits(Json value) {
    return switch (this) {
      case STRING -> value.asText().filter(text -> !text.isEmpty()).isPresent();
      case OBJECT, OPTIONS -> value.kind() == JsonKind.OBJECT;
      case ARRAY, REQUESTS -> value.kind() == JsonKind.ARRAY;
      case COUNT -> value.asLong().orElse(-1) >= 0;
    };
  }
}
