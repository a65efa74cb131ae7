package atoll.sim.property;

import atoll.kit.Bytes;
import atoll.kit.Check;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;

/// How to make values of a type from a tape of [Choices]. A generator is a function without state;
/// its values shrink towards what all-zero choices make: 0, the empty list, the first alternative.
///
/// ```java
/// Gen<Needle> needles = choices -> new Needle(
///     choices.part(Gen.longs()), choices.part(Gen.bytes(0, 2_000)));
/// ```
@FunctionalInterface
public interface Gen<T> {

  /// Makes a value. Must draw from `choices` alone.
  T draw(Choices choices);

  default <U> Gen<U> map(Function<? super T, ? extends U> change) {
    return choices -> change.apply(draw(choices));
  }

  /// A generator that depends on a value drawn before.
  default <U> Gen<U> flatMap(Function<? super T, Gen<U>> next) {
    return choices -> choices.part(next.apply(choices.part(this)));
  }

  /// Only values that are wanted. Draws up to a hundred times, so most values should be.
  default Gen<T> filter(Predicate<? super T> wanted) {
    return choices -> {
      for (int attempt = 0; attempt < 100; attempt++) {
        T value = choices.part(this);
        if (wanted.test(value)) {
          return value;
        }
      }
      throw new Choices.GivenUp("a hundred draws gave no value that is wanted");
    };
  }

  /// Always the same.
  static <T> Gen<T> just(T value) {
    return choices -> value;
  }

  /// False shrinks below true.
  static Gen<Boolean> booleans() {
    return choices -> choices.draw(1) == 1;
  }

  /// From `least` to `most`, both inclusive, often at or near an edge; shrinks towards 0 if that is
  /// among them, else towards the bound nearest to it.
  static Gen<Long> longs(long least, long most) {
    Check.that(least <= most, "the least is not above the most");
    return new EdgyLongs(least, most);
  }

  /// Any `long`.
  static Gen<Long> longs() {
    return longs(Long.MIN_VALUE, Long.MAX_VALUE);
  }

  /// As [#longs(long, long)].
  static Gen<Integer> ints(int least, int most) {
    return longs(least, most).map(Long::intValue);
  }

  /// Any `int`.
  static Gen<Integer> ints() {
    return ints(Integer.MIN_VALUE, Integer.MAX_VALUE);
  }

  /// Lists; the length is between the bounds, both inclusive. Shrinking leaves elements out.
  static <T> Gen<List<T>> lists(Gen<T> elements, int least, int most) {
    Check.that(0 <= least && least <= most, "a list's bounds are in order");
    double average = Math.max(1, Math.min(50, (most - least) / 3.0));
    double more = average / (1 + average);
    return choices -> {
      List<T> list = new ArrayList<>();
      boolean goesOn = true;
      while (goesOn && list.size() < most) {
        boolean must = list.size() < least;
        // One part holds the choice to go on and the element, so that both are left out together.
        goesOn =
            choices.part(tape -> {
              if (must || tape.drawChance(more)) {
                list.add(elements.draw(tape));
                return true;
              }
              return false;
            });
      }
      return list;
    };
  }

  /// Byte sequences; shrinks to fewer and to zeros.
  static Gen<Bytes> bytes(int least, int most) {
    return lists(choices -> (byte) choices.draw(255), least, most)
        .map(list -> {
          byte[] content = new byte[list.size()];
          for (int index = 0; index < content.length; index++) {
            content[index] = list.get(index);
          }
          return Bytes.of(content);
        });
  }

  /// Text of up to `most` code points: plain letters, and what breaks naive code: quotes,
  /// separators, dots, control characters, marks that combine, characters beyond 16 bits.
  static Gen<String> strings(int most) {
    return lists(NastyText.codePoints(), 0, most).map(NastyText::join);
  }

  /// One of these values; shrinks towards the first.
  @SafeVarargs
  static <T> Gen<T> of(T... values) {
    List<T> known = new ArrayList<>();
    for (T one : values) {
      known.add(one);
    }
    return choices -> known.get((int) choices.draw(known.size() - 1));
  }

  /// One of these generators with equal chances; shrinks towards the first.
  @SafeVarargs
  static <T> Gen<T> oneOf(Gen<? extends T>... generators) {
    List<Gen<? extends T>> known = new ArrayList<>();
    for (Gen<? extends T> one : generators) {
      known.add(one);
    }
    return choices -> choices.part(known.get((int) choices.draw(known.size() - 1)));
  }

  /// One of several generators by weight; shrinks towards the first.
  @SafeVarargs
  static <T> Gen<T> frequency(Weighted<? extends T>... weighted) {
    List<Weighted<? extends T>> known = new ArrayList<>();
    for (Weighted<? extends T> one : weighted) {
      known.add(one);
    }
    return Weighted.choose(known);
  }

  /// A generator and how often it is taken in proportion to its siblings.
  record Weighted<T>(int weight, Gen<T> generator) {

    public Weighted {
      Check.that(weight > 0, "a weight is positive");
    }

    private static <T> Gen<T> choose(List<Weighted<? extends T>> known) {
      long total = known.stream().mapToLong(Weighted::weight).sum();
      return choices -> {
        long left = choices.draw(total - 1);
        int index = 0;
        while (left >= known.get(index).weight()) {
          left -= known.get(index).weight();
          index++;
        }
        return choices.part(known.get(index).generator());
      };
    }
  }

  static <T> Weighted<T> weighted(int weight, Gen<T> generator) {
    return new Weighted<>(weight, generator);
  }
}
