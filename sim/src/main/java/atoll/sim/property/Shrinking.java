package atoll.sim.property;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// The way from a counterexample to a small one: leave parts out, set parts to zero, lower single
/// draws, again and again until nothing helps or the attempts are spent. Confined to one thread.
final class Shrinking<T> {

  private static final int ATTEMPTS = 5_000;

  private final Trial<T> trial;
  private Counterexample<T> best;
  private int attempts;
  private int steps;

  Shrinking(Trial<T> trial, Counterexample<T> first) {
    this.trial = trial;
    this.best = first;
  }

  Counterexample<T> smallest() {
    boolean better = true;
    while (better && attempts < ATTEMPTS) {
      int before = steps;
      leaveRunsOut();
      leavePartsOut();
      zeroParts();
      lowerDraws();
      better = steps > before;
    }
    return best.after(steps);
  }

  /// Runs of neighbouring parts of equal depth, long runs first: halves of lists, then quarters.
  private void leaveRunsOut() {
    for (int run = best.parts().size() / 2; run >= 2; run /= 2) {
      int first = 0;
      while (first + run <= best.parts().size()) {
        List<Choices.Span> parts = best.parts();
        int from = parts.get(first).from();
        int to = parts.get(first + run - 1).to();
        if (from >= to || !attempt(best.tape().without(from, to))) {
          first += Math.max(1, run / 2);
        }
      }
    }
  }

  private void leavePartsOut() {
    int index = 0;
    while (index < best.parts().size()) {
      Choices.Span part = longestFirst(best.parts()).get(index);
      if (!attempt(best.tape().without(part.from(), part.to()))) {
        index++;
      }
    }
    int draw = best.tape().length() - 1;
    while (draw >= 0) {
      if (draw < best.tape().length()) {
        attempt(best.tape().without(draw, draw + 1));
      }
      draw--;
    }
  }

  private void zeroParts() {
    for (int index = 0; index < best.parts().size(); index++) {
      Choices.Span part = longestFirst(best.parts()).get(index);
      attempt(best.tape().withZeros(part.from(), part.to()));
    }
  }

  /// Finds, by halving, the lowest value of each draw that still fails.
  private void lowerDraws() {
    for (int index = 0; index < best.tape().length(); index++) {
      long low = -1;
      while (index < best.tape().length() && low < best.tape().at(index) - 1) {
        long middle = low + (best.tape().at(index) - low) / 2;
        long tried = low == -1 ? 0 : middle;
        if (!attempt(best.tape().with(index, tried))) {
          low = tried;
        }
      }
    }
  }

  private static List<Choices.Span> longestFirst(List<Choices.Span> parts) {
    return parts.stream().sorted(Comparator.comparingInt(part -> part.from() - part.to())).toList();
  }

  /// Takes a tape if it is simpler and its value is a counterexample too.
  private boolean attempt(Tape tape) {
    if (attempts >= ATTEMPTS || tape.compareTo(best.tape()) >= 0) {
      return false;
    }
    attempts++;
    Optional<Counterexample<T>> found = trial.run(Choices.replay(tape.toArray()));
    // What was really drawn may differ from the tape: cut down, or longer.
    if (found.isEmpty() || found.get().tape().compareTo(best.tape()) >= 0) {
      return false;
    }
    best = found.get();
    steps++;
    return true;
  }
}
