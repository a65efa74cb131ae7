package atoll.sim.property;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Function;

/// Sequences of commands for model tests, where what is possible depends on what was done before.
///
/// ```java
/// Gen<List<Op>> operations = Commands.sequence(
///     Set.of(),                                          // the model at the beginning
///     keys -> keys.isEmpty() ? puts() : Gen.oneOf(puts(), deletesOf(keys)),
///     (keys, op) -> op.applyTo(keys),                    // the model afterwards
///     100);
/// ```
public final class Commands {

  private Commands() {}

  /// Up to `most` commands. When a sequence shrinks, each later command is drawn anew from what is
  /// possible then, so a shrunk sequence is valid too.
  ///
  /// @param start the model before the first command; must not be changed
  /// @param possible which commands fit a model
  /// @param after the model once a command has been done; a new value, not a changed one
  public static <M, C> Gen<List<C>> sequence(
      M start, Function<? super M, Gen<C>> possible, BiFunction<M, ? super C, M> after, int most) {
    return choices -> {
      List<M> model = new ArrayList<>(List.of(start));
      Gen<C> next =
          tape -> {
            C command = possible.apply(model.getFirst()).draw(tape);
            model.set(0, after.apply(model.getFirst(), command));
            return command;
          };
      return Gen.lists(next, 0, most).draw(choices);
    };
  }
}
