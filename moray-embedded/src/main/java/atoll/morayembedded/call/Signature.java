package atoll.morayembedded.call;

import atoll.fast.json.Json;
import atoll.moray.MorayErrorKind;
import atoll.morayembedded.error.Refusal;
import java.util.List;

/// What a call takes, in order.
record Signature(String route, List<Argument> arguments) {

  /// An argument.
  record Argument(String name, ArgumentKind kind) {}

  Signature {
    arguments = List.copyOf(arguments);
  }

  /// Holds what came against it.
  ///
  /// @throws Refusal `InvocationError`
  Arguments check(List<Json> given) {
    int wanted = arguments.size();
    if (given.size() != wanted) {
      throw new Refusal(
          MorayErrorKind.INVOCATION,
          "%s expects %d argument%s".formatted(route, wanted, wanted == 1 ? "" : "s"));
    }
    for (int i = 0; i < wanted; i++) {
      if (!arguments.get(i).kind().fits(given.get(i))) {
        throw refusal(i);
      }
    }
    return new Arguments(this, given);
  }

  /// Refuses an argument.
  Refusal refusal(int at) {
    Argument argument = arguments.get(at);
    return new Refusal(
        MorayErrorKind.INVOCATION,
        "%s expects \"%s\" (args[%d]) to be %s"
            .formatted(route, argument.name(), at, argument.kind().words()));
  }

  /// The place of the argument of that name.
  int indexOf(String name) {
    for (int i = 0; i < arguments.size(); i++) {
      if (arguments.get(i).name().equals(name)) {
        return i;
      }
    }
    throw new AssertionError(route + " takes no " + name);
  }
}
