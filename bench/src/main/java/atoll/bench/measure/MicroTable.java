package atoll.bench.measure;

import java.io.PrintStream;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.util.Statistics;

/// Results of JMH as a table of groups: the first row of each group is what the others are compared
/// with. Immutable.
public final class MicroTable {

  /// One line of a group.
  ///
  /// @param method the benchmark's method
  /// @param title what a reader calls it
  public record Row(String method, String title) {}

  private static final double LOW = 10;
  private static final double HIGH = 90;

  private final String parameter;
  private final List<List<Row>> groups;

  /// Lays out a table.
  ///
  /// @param parameter the benchmark parameter that every group is repeated for
  /// @param groups rows in the order of printing
  public MicroTable(String parameter, List<List<Row>> groups) {
    this.parameter = parameter;
    this.groups = groups.stream().map(List::copyOf).toList();
  }

  /// Prints nanoseconds an operation (median, and what 10 % and 90 % of all stayed below), and the
  /// median's difference and ratio to that of the first row of each group.
  public void print(Collection<RunResult> results, PrintStream output) {
    output.printf(
        Locale.ROOT,
        "%-10s %-34s %10s %10s %10s %9s %9s%n",
        parameter,
        "",
        "median ns",
        "10 %",
        "90 %",
        "more",
        "ratio");
    byParameter(results)
        .forEach((value, ofValue) -> {
          for (List<Row> group : groups) {
            print(value, group, ofValue, output);
          }
        });
  }

  private static void print(
      String value, List<Row> group, Collection<RunResult> results, PrintStream output) {
    double first = median(statistics(group.getFirst(), results));
    for (Row row : group) {
      Statistics measured = statistics(row, results);
      double median = median(measured);
      output.printf(
          Locale.ROOT,
          "%-10s %-34s %10.0f %10.0f %10.0f %+9.0f %9.3f%n",
          value,
          row.title(),
          median,
          measured.getPercentile(LOW),
          measured.getPercentile(HIGH),
          median - first,
          median / first);
    }
    output.println();
  }

  private static double median(Statistics statistics) {
    return statistics.getPercentile(50);
  }

  private static Statistics statistics(Row row, Collection<RunResult> results) {
    return results.stream()
        .filter(result -> result.getParams().getBenchmark().endsWith("." + row.method()))
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("was not measured: " + row.method()))
        .getPrimaryResult()
        .getStatistics();
  }

  private SortedMap<String, List<RunResult>> byParameter(Collection<RunResult> results) {
    SortedMap<String, List<RunResult>> sorted =
        new TreeMap<>(Comparator.comparing(Integer::valueOf));
    for (RunResult result : results) {
      String value = result.getParams().getParam(parameter);
      sorted.merge(value, List.of(result), MicroTable::joined);
    }
    return sorted;
  }

  private static List<RunResult> joined(List<RunResult> some, List<RunResult> more) {
    return Stream.concat(some.stream(), more.stream()).toList();
  }
}
