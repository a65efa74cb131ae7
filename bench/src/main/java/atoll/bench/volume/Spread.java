package atoll.bench.volume;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;

/// Measurements of one thing: their median, and from where to where they went. Confined.
final class Spread {

  private final List<Double> all = new ArrayList<>();

  void add(double measured) {
    all.add(measured);
    Collections.sort(all);
  }

  double median() {
    return all.get(all.size() / 2);
  }

  @Override
  public String toString() {
    return String.format(
        Locale.ROOT, "%,9.1f (%,.1f to %,.1f)", median(), all.getFirst(), all.getLast());
  }
}
