package atoll.kit.count;

import atoll.kit.Check;
import java.util.HashSet;
import java.util.List;
import java.util.regex.Pattern;

/// A registered name with what it shows. Immutable.
///
/// @param labels the label names, in the order of the page
record Metric(String name, String help, Type type, List<String> labels, Source source) {

  private static final Pattern NAME = Pattern.compile("[a-zA-Z_:][a-zA-Z0-9_:]*");
  private static final Pattern LABEL = Pattern.compile("[a-zA-Z_][a-zA-Z0-9_]*");

  enum Type {
    COUNTER("counter"),
    GAUGE("gauge"),
    HISTOGRAM("histogram");

    final String word;

    Type(String word) {
      this.word = word;
    }
  }

  /// Gives the current values.
  interface Source {
    void read(Reader reader);
  }

  /// Takes values: single ones, or a whole histogram.
  interface Reader {
    void value(List<String> labels, double value);

    void histogram(List<String> labels, Histogram histogram);
  }

  Metric {
    Check.that(NAME.matcher(name).matches(), () -> "not a metric name: \"" + name + "\"");
    labels = List.copyOf(labels);
    Check.that(
        new HashSet<>(labels).size() == labels.size(), () -> "a label of " + name + " twice");
    for (String label : labels) {
      Check.that(
          LABEL.matcher(label).matches() && !label.startsWith("__"),
          () -> "not a label name: \"" + label + "\" of " + name);
      Check.that(
          type != Type.HISTOGRAM || !label.equals("le"),
          () -> "the label le of the histogram " + name + " is taken");
    }
  }

  /// The names that this metric takes on a page.
  List<String> series() {
    return type == Type.HISTOGRAM
        ? List.of(name, name + "_bucket", name + "_sum", name + "_count")
        : List.of(name);
  }
}
