package atoll.sim.property;

import java.util.List;

/// A value for which a property fails.
///
/// @param tape the draws that make it
/// @param parts which draws belong together
/// @param shown the value as text, taken before the property saw it
/// @param failure what the property threw
/// @param steps how many simpler ones were found on the way here
record Counterexample<T>(
    T value, Tape tape, List<Choices.Span> parts, String shown, Throwable failure, int steps) {

  Counterexample<T> after(int taken) {
    return new Counterexample<>(value, tape, parts, shown, failure, taken);
  }

  String describe() {
    return shown + " (" + failure + "; shrunk in " + steps + " steps)";
  }
}
