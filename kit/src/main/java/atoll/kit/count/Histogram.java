package atoll.kit.count;

import atoll.kit.Check;
import java.util.Arrays;
import java.util.concurrent.atomic.DoubleAdder;
import java.util.concurrent.atomic.LongAdder;

/// How often values fell between fixed bounds. Shared (its adders are striped).
public final class Histogram {

  private final double[] bounds;

  /// One more than bounds: the last one counts what lies above all of them.
  private final LongAdder[] buckets;

  private final DoubleAdder sum = new DoubleAdder();

  /// @param bounds checked and never changed by anybody
  Histogram(double[] bounds) {
    this.bounds = bounds;
    this.buckets = new LongAdder[bounds.length + 1];
    Arrays.setAll(buckets, index -> new LongAdder());
  }

  /// Bounds that begin at `start`, each `factor` times the one before.
  public static double[] exponentialBounds(double start, double factor, int count) {
    Check.that(start > 0 && factor > 1 && count > 0, "bounds must ascend from above zero");
    double[] bounds = new double[count];
    double bound = start;
    for (int index = 0; index < count; index++) {
      bounds[index] = bound;
      bound *= factor;
    }
    return bounds;
  }

  static double[] checked(double[] bounds) {
    Check.that(bounds.length > 0, "a histogram needs bounds");
    for (int index = 0; index < bounds.length; index++) {
      Check.that(Double.isFinite(bounds[index]), "a bound must be a finite number");
      Check.that(index == 0 || bounds[index - 1] < bounds[index], "bounds must ascend");
    }
    return bounds.clone();
  }

  /// Counts a value into the first bucket whose bound is not below it.
  public void observe(double value) {
    int low = 0;
    int high = bounds.length;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (value <= bounds[middle]) {
        high = middle;
      } else {
        low = middle + 1;
      }
    }
    buckets[low].increment();
    sum.add(value);
  }

  /// Observes a time span in seconds, as Prometheus wants it.
  public void observeNanos(long nanos) {
    observe(nanos / 1e9);
  }

  public long count() {
    return Arrays.stream(buckets).mapToLong(LongAdder::sum).sum();
  }

  public double sum() {
    return sum.sum();
  }

  double[] bounds() {
    return bounds;
  }

  /// How many values each bucket holds, not cumulated.
  long[] bucketCounts() {
    return Arrays.stream(buckets).mapToLong(LongAdder::sum).toArray();
  }
}
