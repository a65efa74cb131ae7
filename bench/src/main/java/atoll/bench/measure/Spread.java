package atoll.bench.measure;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/// Measurements of one thing: their median, and from where to where they went. Confined.
public final class Spread {

  private final String number;
  private final String form;
  private final List<Double> all = new ArrayList<>();

  /// One that is empty.
  ///
  /// @param width of the median as it is printed
  /// @param decimals of all numbers as they are printed
  public Spread(int width, int decimals) {
    String number = "%,." + decimals + "f";
    this.form = "%" + width + "s (" + number + " to " + number + ")";
    this.number = number;
  }

  /// What rounds showed of one thing, printed in whole numbers.
  public static <R> Spread of(List<R> rounds, ToDoubleFunction<R> thing) {
    Spread spread = new Spread(9, 0);
    rounds.forEach(round -> spread.add(thing.applyAsDouble(round)));
    return spread;
  }

  public void add(double measured) {
    all.add(measured);
    Collections.sort(all);
  }

  public boolean isEmpty() {
    return all.isEmpty();
  }

  public double median() {
    return all.get(all.size() / 2);
  }

  public double least() {
    return all.getFirst();
  }

  public double most() {
    return all.getLast();
  }

  @Override
  public String toString() {
    return String.format(
        Locale.ROOT, form, String.format(Locale.ROOT, number, median()), least(), most());
  }
}
