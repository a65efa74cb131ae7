package atoll.sim.run;

import atoll.kit.Check;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/// What is looked at after each step: invariants, which must hold, and conditions that somebody
/// waits for. Confined to whoever holds the baton.
final class Expectations {

  private final Map<String, BooleanSupplier> invariants = new LinkedHashMap<>();
  private final Map<Gate, BooleanSupplier> conditions = new LinkedHashMap<>();

  void invariant(String name, BooleanSupplier holds) {
    Check.that(invariants.put(name, holds) == null, () -> "two invariants are called " + name);
  }

  void await(Gate gate, BooleanSupplier condition) {
    conditions.put(gate, condition);
  }

  void forget(Gate gate) {
    conditions.remove(gate);
  }

  /// Looks at all of them.
  ///
  /// @param guard runs a part of this by name, so that it may throw but not wait
  /// @param fail is told which invariant does not hold
  void look(BiConsumer<String, Runnable> guard, Consumer<String> fail) {
    invariants.forEach((name, holds) -> {
      String what = "invariant \"" + name + "\"";
      guard.accept(
          what,
          () -> {
            if (!holds.getAsBoolean()) {
              fail.accept(what + " does not hold");
            }
          });
    });
    conditions.forEach((gate, condition) -> {
      if (!gate.waiting.isEmpty()) {
        guard.accept(
            "condition \"" + gate.name() + "\"",
            () -> {
              if (condition.getAsBoolean()) {
                gate.wakeAll();
              }
            });
      }
    });
  }
}
