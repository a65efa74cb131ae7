package atoll.kit.count;

import atoll.kit.Check;
import atoll.kit.Limit;
import atoll.kit.Limits;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.DoubleSupplier;
import java.util.function.Supplier;

/// The metrics of a process, handed to whoever counts. Names and labels are free text within the
/// grammar of Prometheus; a bad or taken one is a programmer error. Registering is for the start,
/// counting is for every request.
///
/// Shared (registering and reading guarded by a lock; counting takes none).
public final class Registry implements Limits {

  private static final int USUAL_CHILD_LIMIT = 2_000;

  private final int childLimit;
  private final ReentrantLock lock = new ReentrantLock();
  private final TreeMap<String, Metric> metrics = new TreeMap<>();
  private final Set<String> series = new HashSet<>();
  private final Family<Counter> overflows;

  public Registry() {
    this(USUAL_CHILD_LIMIT);
  }

  /// A registry with a limit of its own.
  ///
  /// @param childLimit how many combinations of label values a metric may have
  public Registry(int childLimit) {
    Check.that(childLimit > 0, "a metric needs a child");
    this.childLimit = childLimit;
    // A child for each metric, of which there are as many as the code has; so no limit of its own.
    this.overflows = new Family<>(1, Integer.MAX_VALUE, Counter::new, () -> {});
    register(
        "atoll_count_overflow_total",
        "Look-ups of label values beyond the limit, which share the child named overflow.",
        Metric.Type.COUNTER,
        List.of("metric"),
        reader ->
            overflows.forEach((labels, counter) -> reader.value(labels, (double) counter.value())));
  }

  public Counter counter(String name, String help) {
    Counter counter = new Counter();
    register(
        name,
        help,
        Metric.Type.COUNTER,
        List.of(),
        reader -> reader.value(List.of(), (double) counter.value()));
    return counter;
  }

  /// A counter that somebody else keeps; read for every page.
  public void counter(String name, String help, DoubleSupplier value) {
    register(name, help, Metric.Type.COUNTER, List.of(), single(value));
  }

  public Family<Counter> counters(String name, String help, String... labels) {
    Family<Counter> family = family(name, Counter::new, labels);
    register(
        name,
        help,
        Metric.Type.COUNTER,
        List.of(labels),
        reader ->
            family.forEach((values, counter) -> reader.value(values, (double) counter.value())));
    return family;
  }

  public Gauge gauge(String name, String help) {
    Gauge gauge = new Gauge();
    gauge(name, help, gauge::value);
    return gauge;
  }

  /// A gauge that is computed for every page; one that throws shows as `NaN`.
  public void gauge(String name, String help, DoubleSupplier value) {
    register(name, help, Metric.Type.GAUGE, List.of(), single(value));
  }

  public Family<Gauge> gauges(String name, String help, String... labels) {
    Family<Gauge> family = family(name, Gauge::new, labels);
    register(
        name,
        help,
        Metric.Type.GAUGE,
        List.of(labels),
        reader -> family.forEach((values, gauge) -> reader.value(values, gauge.value())));
    return family;
  }

  /// Gauges that are computed for every page, whatever their label values are by then. Those beyond
  /// the limit of combinations are left out and counted; if they cannot be computed there are none.
  public void gauges(
      String name, String help, List<String> labels, Supplier<List<LabelledValue>> values) {
    Runnable onOverflow = overflowOf(name);
    register(
        name,
        help,
        Metric.Type.GAUGE,
        labels,
        reader -> {
          List<LabelledValue> all = orNone(values);
          all.stream()
              .limit(childLimit)
              .sorted((one, other) -> LabelOrder.compare(one.labels(), other.labels()))
              .forEach(value -> reader.value(value.labels(), value.value()));
          all.stream().skip(childLimit).forEach(left -> onOverflow.run());
        });
  }

  /// A histogram over ascending bounds; what lies above the last one is counted too.
  public Histogram histogram(String name, String help, double[] bounds) {
    Histogram histogram = new Histogram(Histogram.checked(bounds));
    register(
        name,
        help,
        Metric.Type.HISTOGRAM,
        List.of(),
        reader -> reader.histogram(List.of(), histogram));
    return histogram;
  }

  public Family<Histogram> histograms(String name, String help, double[] bounds, String... labels) {
    double[] checked = Histogram.checked(bounds);
    Family<Histogram> family = family(name, () -> new Histogram(checked), labels);
    register(
        name,
        help,
        Metric.Type.HISTOGRAM,
        List.of(labels),
        reader -> family.forEach(reader::histogram));
    return family;
  }

  @Override
  public List<Limit> list() {
    return List.of(
        new Limit(
            "count.label.combinations",
            Integer.toString(childLimit),
            "new ones share one child named overflow"));
  }

  /// All metrics, by name.
  List<Metric> metrics() {
    lock.lock();
    try {
      return new ArrayList<>(metrics.values());
    } finally {
      lock.unlock();
    }
  }

  private <T> Family<T> family(String name, Supplier<T> newChild, String... labels) {
    Check.that(labels.length > 0, () -> "the family " + name + " needs labels");
    return new Family<>(labels.length, childLimit, newChild, overflowOf(name));
  }

  private Runnable overflowOf(String name) {
    return () -> overflows.with(name).increment();
  }

  /// A page is worth more than one of its values, so one that cannot be computed is not a number.
  private static Metric.Source single(DoubleSupplier value) {
    return reader -> {
      double read;
      try {
        read = value.getAsDouble();
      } catch (RuntimeException failed) {
        read = Double.NaN;
      }
      reader.value(List.of(), read);
    };
  }

  private static List<LabelledValue> orNone(Supplier<List<LabelledValue>> values) {
    try {
      return values.get();
    } catch (RuntimeException failed) {
      return List.of();
    }
  }

  private void register(
      String name, String help, Metric.Type type, List<String> labels, Metric.Source source) {
    Metric metric = new Metric(name, help, type, labels, source);
    lock.lock();
    try {
      for (String taken : metric.series()) {
        Check.that(!series.contains(taken), () -> "the metric name " + taken + " is taken");
      }
      series.addAll(metric.series());
      metrics.put(name, metric);
    } finally {
      lock.unlock();
    }
  }
}
