package atoll.bench.measure;

import java.util.ArrayList;
import java.util.List;

/// Contenders that are measured by turns, so that what else the machine does meanwhile strikes all
/// of them alike.
public final class Rounds {

  private Rounds() {}

  /// One round of one contender.
  ///
  /// @param <C> a contender
  /// @param <R> what a round shows
  /// @param <X> how it fails
  @FunctionalInterface
  public interface Measuring<C, R, X extends Exception> {

    /// Measures once.
    ///
    /// @param round from 0 on
    R measure(C contender, int round) throws X;
  }

  /// Measures each contender once a round.
  ///
  /// @return for each contender, in their order, what its rounds showed
  public static <C, R, X extends Exception> List<List<R>> byTurns(
      int count, List<C> contenders, Measuring<C, R, X> measuring) throws X {
    List<List<R>> shown = new ArrayList<>();
    for (C _ : contenders) {
      shown.add(new ArrayList<>());
    }
    for (int round = 0; round < count; round++) {
      for (int each = 0; each < contenders.size(); each++) {
        shown.get(each).add(measuring.measure(contenders.get(each), round));
      }
    }
    return shown;
  }
}
