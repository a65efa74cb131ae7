package atoll.sim.property;

import atoll.sim.SeededRandomness;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/// The tape from which generators draw. Each draw is a number below a bound, and 0 is always the
/// simplest choice. A fresh tape draws from the seed and remembers; a replayed tape reads back,
/// cuts what has become too large down, and gives 0 behind its end. So any tape makes a valid
/// value, and to shrink a value is to shorten and lower its tape: mapped and chained generators
/// shrink for free.
///
/// Confined to one thread.
public final class Choices {

  /// How many draws one value may take.
  static final int LONGEST = 100_000;

  private final @Nullable SeededRandomness chance;
  private final long[] given;
  private final List<Span> spans = new ArrayList<>();
  private long[] drawn = new long[64];
  private int count;

  /// The draws that made one part of the value: from (inclusive) to (exclusive).
  record Span(int from, int to) {}

  private Choices(@Nullable SeededRandomness chance, long[] given) {
    this.chance = chance;
    this.given = given;
  }

  static Choices fresh(SeededRandomness chance) {
    return new Choices(chance, new long[0]);
  }

  static Choices replay(long[] tape) {
    return new Choices(null, tape);
  }

  /// A number from 0 to `most`, both inclusive; 0 is the simplest.
  public long draw(long most) {
    return draw(
        most,
        chance -> most == Long.MAX_VALUE ? chance.nextLong() >>> 1 : chance.nextLong(most + 1));
  }

  /// As [#draw(long)], where a fresh number is drawn by `fresh`, with a bias of its own.
  public long draw(long most, ToLongFunction<SeededRandomness> fresh) {
    if (count == LONGEST) {
      throw new GivenUp("a generated value takes more than " + LONGEST + " draws");
    }
    long wanted =
        chance != null ? fresh.applyAsLong(chance) : count < given.length ? given[count] : 0;
    if (count == drawn.length) {
      drawn = Arrays.copyOf(drawn, count * 2);
    }
    long choice = Math.clamp(wanted, 0, most);
    drawn[count++] = choice;
    return choice;
  }

  /// True with the given probability; false is simpler.
  public boolean drawChance(double probability) {
    return draw(1, chance -> chance.chance(probability) ? 1 : 0) == 1;
  }

  /// Draws one part of a value. Shrinking leaves whole parts out.
  public <T> T part(Gen<T> generator) {
    int from = count;
    try {
      return generator.draw(this);
    } finally {
      if (count > from) {
        spans.add(new Span(from, count));
      }
    }
  }

  /// What was drawn, for a replay.
  long[] tape() {
    return Arrays.copyOf(drawn, count);
  }

  /// The parts of what was drawn.
  List<Span> spans() {
    return spans;
  }

  /// No value can be made of this tape.
  static final class GivenUp extends RuntimeException {
    GivenUp(String why) {
      super(why, null, false, false);
    }
  }
}
