package atoll.kit.count;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// The text form of metrics, version 0.0.4: families by name, children by label values, labels in
/// the order in which they were declared. A family without children is left out.
public final class PrometheusText {

  public static final String CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8";

  private PrometheusText() {}

  public static String print(Registry registry) {
    StringBuilder page = new StringBuilder();
    registry.metrics().forEach(metric -> print(metric, page));
    return page.toString();
  }

  private static void print(Metric metric, StringBuilder page) {
    int start = page.length();
    page.append("# HELP ").append(metric.name()).append(' ');
    escape(metric.help(), false, page);
    page.append("\n# TYPE ").append(metric.name()).append(' ');
    page.append(metric.type().word).append('\n');
    int head = page.length();
    metric.source().read(new Lines(metric, page));
    if (page.length() == head) {
      page.setLength(start);
    }
  }

  private record Lines(Metric metric, StringBuilder page) implements Metric.Reader {

    @Override
    public void value(List<String> labels, double value) {
      line("", labels, null, value);
    }

    @Override
    public void histogram(List<String> labels, Histogram histogram) {
      double[] bounds = histogram.bounds();
      long[] counts = histogram.bucketCounts();
      long total = 0;
      for (int index = 0; index < counts.length; index++) {
        total += counts[index];
        double bound = index < bounds.length ? bounds[index] : Double.POSITIVE_INFINITY;
        line("_bucket", labels, GoNumber.print(bound), (double) total);
      }
      line("_sum", labels, null, histogram.sum());
      line("_count", labels, null, (double) total);
    }

    private void line(String suffix, List<String> labels, @Nullable String bound, double value) {
      page.append(metric.name()).append(suffix);
      char before = '{';
      for (int index = 0; index < labels.size(); index++) {
        label(before, metric.labels().get(index), labels.get(index));
        before = ',';
      }
      if (bound != null) {
        label(before, "le", bound);
        before = ',';
      }
      if (before == ',') {
        page.append('}');
      }
      page.append(' ').append(GoNumber.print(value)).append('\n');
    }

    private void label(char before, String name, String value) {
      page.append(before).append(name).append("=\"");
      escape(value, true, page);
      page.append('"');
    }
  }

  private static void escape(String text, boolean quoted, StringBuilder page) {
    for (int index = 0; index < text.length(); index++) {
      char next = text.charAt(index);
      if (next == '\\') {
        page.append("\\\\");
      } else if (next == '\n') {
        page.append("\\n");
      } else if (next == '"' && quoted) {
        page.append("\\\"");
      } else {
        page.append(next);
      }
    }
  }
}
