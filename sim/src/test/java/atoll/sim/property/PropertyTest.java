package atoll.sim.property;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import atoll.kit.Bytes;
import atoll.sim.SeededRandomness;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("simulation")
final class PropertyTest {

  /// What is found for a property that is wrong, from each of twenty seeds that find anything.
  private static <T> Set<T> smallest(Gen<T> generator, Predicate<T> holds) {
    Set<T> found = new HashSet<>();
    int falsified = 0;
    for (long seed = 1; falsified < 20; seed++) {
      assertThat(seed).as("seeds tried").isLessThan(20_000);
      var example =
          Property.falsify(
              new SeededRandomness(seed),
              generator,
              value -> {
                if (!holds.test(value)) {
                  throw new AssertionError("wrong");
                }
              });
      if (example.isPresent()) {
        falsified++;
        found.add(example.get().value());
      }
    }
    return found;
  }

  @Test
  void aTruePropertyPasses() {
    Property.check(
        "sums commute", Gen.lists(Gen.ints(), 0, 10), list -> sum(list) == sum(list.reversed()));
  }

  @Test
  void aWrongPropertyNamesSeedReplayAndCounterexampleInOneLine() {
    assertThatThrownBy(
            () -> Property.check("all are small", Gen.ints(0, 1_000_000), number -> number < 1_000))
        .isInstanceOf(AssertionError.class)
        .message()
        .matches(
            "seed \\d+ failed, replay with: ./check sim sim --seed \\d+ : .*"
                + "property \"all are small\" fails for 1000 .*");
  }

  @Test
  void numbersShrinkToTheBorder() {
    assertThat(smallest(Gen.longs(), number -> number < 123_456)).containsExactly(123_456L);
    assertThat(smallest(Gen.longs(), number -> number > -77)).containsExactly(-77L);
    assertThat(smallest(Gen.longs(50, 90), number -> false)).containsExactly(50L);
    assertThat(smallest(Gen.longs(-90, -50), number -> false)).containsExactly(-50L);
    assertThat(smallest(Gen.longs(), number -> number != Long.MIN_VALUE))
        .containsExactly(Long.MIN_VALUE);
  }

  @Test
  void listsShrinkToTheGuiltyElements() {
    assertThat(smallest(Gen.lists(Gen.ints(0, 100), 0, 60), list -> list.size() < 5))
        .containsExactly(List.of(0, 0, 0, 0, 0));
    assertThat(
            smallest(
                Gen.lists(Gen.ints(0, 100), 0, 60),
                list -> list.stream().noneMatch(number -> number >= 42)))
        .containsExactly(List.of(42));
    assertThat(
            smallest(
                Gen.lists(Gen.ints(0, 100), 0, 40),
                list -> list.equals(list.stream().sorted().toList())))
        .containsExactly(List.of(1, 0));
  }

  @Test
  void mappedChainedAndNestedValuesShrinkToo() {
    Gen<String> mapped = Gen.ints(0, 10_000).map(number -> "n" + number);
    assertThat(smallest(mapped, text -> text.length() < 4)).containsExactly("n100");
    Gen<List<Integer>> chained =
        Gen.ints(1, 20).flatMap(size -> Gen.lists(Gen.ints(0, 9), size, size));
    assertThat(smallest(chained, list -> list.size() < 3)).containsExactly(List.of(0, 0, 0));
    Gen<List<List<Integer>>> nested = Gen.lists(Gen.lists(Gen.ints(0, 9), 0, 10), 0, 10);
    assertThat(smallest(nested, lists -> lists.stream().mapToInt(List::size).sum() < 3))
        .allSatisfy(lists -> assertThat(lists.stream().mapToInt(List::size).sum()).isEqualTo(3))
        .contains(List.of(List.of(0, 0, 0)));
  }

  @Test
  void alternativesShrinkToTheFirstThatFails() {
    assertThat(smallest(Gen.of("a", "b", "c", "d"), "a"::equals)).containsExactly("b");
    Gen<Integer> either =
        Gen.frequency(Gen.weighted(5, Gen.ints(0, 9)), Gen.weighted(1, Gen.ints(1_000, 2_000)));
    assertThat(smallest(either, number -> number < 10)).containsExactly(1_000);
    assertThat(smallest(Gen.oneOf(Gen.just(1), Gen.just(2)), number -> number == 1))
        .containsExactly(2);
    assertThat(smallest(Gen.booleans(), value -> !value)).containsExactly(true);
  }

  @Test
  void bytesAndTextShrink() {
    assertThat(smallest(Gen.bytes(0, 100), bytes -> bytes.size() < 3))
        .containsExactly(Bytes.of((byte) 0, (byte) 0, (byte) 0));
    assertThat(smallest(Gen.strings(30), text -> !text.contains("/"))).containsExactly("/");
  }

  @Test
  void anExceptionIsACounterexample() {
    assertThatThrownBy(() ->
            Property.expect(
                "division", Gen.ints(0, 10), number -> assertThat(100 / number).isPositive()))
        .hasMessageContaining("fails for 0 (java.lang.ArithmeticException");
  }

  /// A stack that forgets its third element, tested against a list.
  @Test
  void commandSequencesShrinkToTheShortestThatFails() {
    Gen<List<String>> commands =
        Commands.sequence(
            0,
            depth -> depth == 0 ? Gen.just("push") : Gen.of("push", "pop", "peek"),
            (depth, command) ->
                switch (command) {
                  case "push" -> depth + 1;
                  case "pop" -> depth - 1;
                  default -> depth;
                },
            50);
    Predicate<List<String>> neverThreeDeepThenPeek =
        list -> {
          int depth = 0;
          for (String command : list) {
            if (command.equals("peek") && depth >= 3) {
              return false;
            }
            depth += command.equals("push") ? 1 : command.equals("pop") ? -1 : 0;
            assertThat(depth).as("only possible commands are drawn").isNotNegative();
          }
          return true;
        };
    assertThat(smallest(commands, neverThreeDeepThenPeek))
        .containsExactly(List.of("push", "push", "push", "peek"));
  }

  @Test
  void edgesAreTriedOften() {
    Set<Long> seen = new TreeSet<>();
    for (long seed = 1; seed <= 500; seed++) {
      seen.add(Gen.longs(-1_000_000, 5_000_000).draw(Choices.fresh(new SeededRandomness(seed))));
    }
    assertThat(seen).contains(-1_000_000L, 5_000_000L, 4_999_999L, 0L, 1L, -1L);
    assertThat(seen).allMatch(number -> number >= -1_000_000 && number <= 5_000_000);
  }

  @Test
  void textIsNastyAndSurvivesUtf8() {
    Set<Integer> seen = new HashSet<>();
    for (long seed = 1; seed <= 500; seed++) {
      String text = Gen.strings(30).draw(Choices.fresh(new SeededRandomness(seed)));
      byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
      assertThat(new String(bytes, StandardCharsets.UTF_8)).isEqualTo(text);
      text.codePoints().forEach(seen::add);
    }
    assertThat(seen).contains((int) '/', 0, (int) '\'', 0x1F600, 0x202E);
  }

  @Test
  void filteredValuesAreAsWanted() {
    Gen<Integer> even = Gen.ints(0, 1_000).filter(number -> number % 2 == 0);
    assertThat(smallest(even, number -> number < 501)).containsExactly(502);
  }

  private static long sum(List<Integer> list) {
    return list.stream().mapToLong(Integer::longValue).sum();
  }
}
