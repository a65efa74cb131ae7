package atoll.sim.property;

import java.util.Arrays;

/// Draws in order. Of two tapes the shorter one is simpler, of equally long ones that with the
/// lower first difference. Immutable.
final class Tape implements Comparable<Tape> {

  private final long[] draws;

  /// The array is the new tape's own from here on.
  Tape(long[] draws) {
    this.draws = draws;
  }

  int length() {
    return draws.length;
  }

  long at(int index) {
    return draws[index];
  }

  long[] toArray() {
    return draws.clone();
  }

  Tape without(int from, int to) {
    long[] rest = Arrays.copyOf(draws, draws.length - (to - from));
    System.arraycopy(draws, to, rest, from, draws.length - to);
    return new Tape(rest);
  }

  Tape withZeros(int from, int to) {
    long[] changed = draws.clone();
    Arrays.fill(changed, from, to, 0);
    return new Tape(changed);
  }

  Tape with(int index, long value) {
    long[] changed = draws.clone();
    changed[index] = value;
    return new Tape(changed);
  }

  @Override
  public int compareTo(Tape other) {
    int byLength = Integer.compare(draws.length, other.draws.length);
    return byLength != 0 ? byLength : Arrays.compare(draws, other.draws);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Tape tape && Arrays.equals(draws, tape.draws);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(draws);
  }
}
