package atoll.morayembedded.call;

import atoll.fast.json.Json;
import java.util.List;

/// Arguments that fit their signature. Immutable.
record Arguments(Signature signature, List<Json> given) {

  Arguments {
    given = List.copyOf(given);
  }

  Json value(String name) {
    return given.get(signature.indexOf(name));
  }

  String text(String name) {
    return value(name).asText().orElseThrow();
  }

  long count(String name) {
    return value(name).asLong().orElseThrow();
  }

  /// The options.
  ///
  /// @throws atoll.morayembedded.error.Refusal `InvocationError` if a member makes no sense
  RequestOptions options() {
    int at = signature.indexOf("options");
    return RequestOptions.parse(given.get(at)).orElseThrow(() -> signature.refusal(at));
  }
}
