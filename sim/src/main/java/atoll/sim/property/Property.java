package atoll.sim.property;

import atoll.sim.SeededRandomness;
import atoll.sim.Seeds;
import java.util.Optional;
import java.util.function.Predicate;

/// Checks that something holds for all values, by trying many. Tests that use it carry
/// `@Tag("simulation")`.
///
/// ```java
/// Property.check("decoding undoes encoding", needles, needle -> decode(encode(needle)).equals(needle));
/// ```
///
/// Each case has its own seed, through [Seeds]: a failure names it with the command that replays
/// it, and shows the smallest counterexample that could be found.
public final class Property {

  /// How many cases a check tries unless told otherwise.
  public static final int CASES = 200;

  private Property() {}

  /// Something that is expected of a value; it throws if the value is not as expected.
  @FunctionalInterface
  public interface Expectation<T> {
    void meet(T value) throws Exception;
  }

  /// Checks a predicate, which must not change its value.
  public static <T> void check(String name, Gen<T> generator, Predicate<? super T> holds) {
    check(name, CASES, generator, holds);
  }

  /// As [#check(String, Gen, Predicate)] with a count of cases.
  public static <T> void check(
      String name, int cases, Gen<T> generator, Predicate<? super T> holds) {
    expect(
        name,
        cases,
        generator,
        value -> {
          if (!holds.test(value)) {
            throw new AssertionError("it does not hold");
          }
        });
  }

  /// Checks assertions.
  public static <T> void expect(String name, Gen<T> generator, Expectation<? super T> expectation) {
    expect(name, CASES, generator, expectation);
  }

  /// As [#expect(String, Gen, Expectation)] with a count of cases.
  public static <T> void expect(
      String name, int cases, Gen<T> generator, Expectation<? super T> expectation) {
    Seeds.check(
        cases,
        seed ->
            falsify(new SeededRandomness(seed).stream(name), generator, expectation)
                .ifPresent(found -> {
                  throw new AssertionError(
                      "property \"" + name + "\" fails for " + found.describe(), found.failure());
                }));
  }

  /// Tries one value and shrinks it if it is a counterexample.
  static <T> Optional<Counterexample<T>> falsify(
      SeededRandomness chance, Gen<T> generator, Expectation<? super T> expectation) {
    Trial<T> trial = new Trial<>(generator, expectation);
    return trial.run(Choices.fresh(chance)).map(first -> new Shrinking<>(trial, first).smallest());
  }
}
