package atoll.sim.property;

import java.util.List;
import java.util.Optional;

/// A property put to the test with one value.
record Trial<T>(Gen<T> generator, Property.Expectation<? super T> expectation) {

  /// The counterexample, if the value made of these choices is one.
  Optional<Counterexample<T>> run(Choices choices) {
    T value;
    try {
      value = choices.part(generator);
    } catch (Choices.GivenUp noValue) {
      return Optional.empty();
    }
    String shown = String.valueOf(value);
    try {
      expectation.meet(value);
      return Optional.empty();
    } catch (VirtualMachineError fatal) {
      throw fatal;
    } catch (Exception | Error failure) {
      return Optional.of(
          new Counterexample<>(
              value, new Tape(choices.tape()), List.copyOf(choices.spans()), shown, failure, 0));
    }
  }
}
