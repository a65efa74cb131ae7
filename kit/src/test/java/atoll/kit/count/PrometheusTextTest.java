package atoll.kit.count;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class PrometheusTextTest {

  private final Registry registry = new Registry(3);

  @Test
  void isEmptyWithoutMetrics() {
    assertThat(PrometheusText.print(registry)).isEmpty();
  }

  @Test
  void showsNamesExactlyAndSortsThem() {
    registry.gauge("z:last", "Last.").set(2.5);
    registry.counter("SeaweedFS_volumeServer_file_read_failures", "Failed reads.").add(1_000_000);
    assertThat(PrometheusText.print(registry))
        .isEqualTo(
            """
            # HELP SeaweedFS_volumeServer_file_read_failures Failed reads.
            # TYPE SeaweedFS_volumeServer_file_read_failures counter
            SeaweedFS_volumeServer_file_read_failures 1e+06
            # HELP z:last Last.
            # TYPE z:last gauge
            z:last 2.5
            """);
  }

  @Test
  void showsLabelsAsDeclaredAndChildrenByValue() {
    Family<Counter> requests = registry.counters("requests", "By kind.", "type", "code");
    requests.with("PUT", "201").add(2);
    requests.with("GET", "404").increment();
    requests.with("GET", "200").add(3);
    assertThat(PrometheusText.print(registry))
        .endsWith(
            """
            requests{type="GET",code="200"} 3
            requests{type="GET",code="404"} 1
            requests{type="PUT",code="201"} 2
            """);
  }

  @Test
  void escapesHelpAndLabelValues() {
    registry.gauges("free", "A \\ and a\nnew \"line\".", "dir").with("C:\\a\n\"b\"").set(-1);
    assertThat(PrometheusText.print(registry))
        .isEqualTo(
            """
            # HELP free A \\\\ and a\\nnew "line".
            # TYPE free gauge
            free{dir="C:\\\\a\\n\\"b\\""} -1
            """);
  }

  @Test
  void cumulatesTheBucketsOfAHistogram() {
    double[] bounds = Histogram.exponentialBounds(0.0001, 2, 3);
    Histogram child = registry.histograms("seconds", "Time.", bounds, "type").with("GET");
    child.observe(0.0001);
    child.observe(0.00015);
    child.observe(0.0003);
    child.observe(7);
    assertThat(PrometheusText.print(registry))
        .isEqualTo(
            """
            # HELP seconds Time.
            # TYPE seconds histogram
            seconds_bucket{type="GET",le="0.0001"} 1
            seconds_bucket{type="GET",le="0.0002"} 2
            seconds_bucket{type="GET",le="0.0004"} 3
            seconds_bucket{type="GET",le="+Inf"} 4
            seconds_sum{type="GET"} 7.00055
            seconds_count{type="GET"} 4
            """);
  }

  @Test
  void showsAHistogramWithoutLabels() {
    registry.histogram("sizes", "Sizes.", new double[] {1, 5}).observe(5);
    assertThat(PrometheusText.print(registry))
        .endsWith(
            """
            sizes_bucket{le="1"} 0
            sizes_bucket{le="5"} 1
            sizes_bucket{le="+Inf"} 1
            sizes_sum 5
            sizes_count 1
            """);
  }

  @Test
  void readsComputedValuesForEveryPage() {
    int[] reads = new int[1];
    registry.gauge("reads", "Reads.", () -> ++reads[0]);
    registry.counter("cpu_seconds_total", "Time.", () -> 0.5);
    assertThat(PrometheusText.print(registry)).contains("reads 1\n").contains("total 0.5\n");
    assertThat(PrometheusText.print(registry)).contains("reads 2\n");
  }

  @Test
  void aComputationThatThrowsCostsOnlyItsOwnValue() {
    registry.gauge(
        "broken",
        "Broken.",
        () -> {
          throw new IllegalStateException("gone");
        });
    registry.gauges(
        "broken_too",
        "Broken.",
        List.of("dir"),
        () -> {
          throw new IllegalStateException("gone");
        });
    registry.counter("fine", "Fine.").increment();
    assertThat(PrometheusText.print(registry))
        .contains("broken NaN\n")
        .doesNotContain("broken_too")
        .contains("fine 1\n");
  }

  @Test
  void computedLabelsAreSortedAndLimited() {
    registry.gauges(
        "volumes",
        "Volumes.",
        List.of("collection"),
        () ->
            List.of(
                new LabelledValue(List.of("b"), 1),
                new LabelledValue(List.of("a"), 2),
                new LabelledValue(List.of("c"), 3),
                new LabelledValue(List.of("d"), 4)));
    String page = PrometheusText.print(registry);
    assertThat(page)
        .contains("volumes{collection=\"a\"} 2\nvolumes{collection=\"b\"} 1\n")
        .doesNotContain("\"d\"");
    assertThat(PrometheusText.print(registry))
        .contains("atoll_count_overflow_total{metric=\"volumes\"} 1\n");
  }

  @Test
  void combinationsBeyondTheLimitShareOneVisibleChildAndAreCounted() {
    Family<Counter> family = registry.counters("requests", "By path.", "path", "code");
    for (int path = 0; path < 10; path++) {
      family.with("/" + path, "200").increment();
    }
    assertThat(PrometheusText.print(registry))
        .contains("requests{path=\"/0\",code=\"200\"} 1\n")
        .contains("requests{path=\"/2\",code=\"200\"} 1\n")
        .doesNotContain("/3")
        .contains("requests{path=\"overflow\",code=\"overflow\"} 7\n")
        .contains("atoll_count_overflow_total{metric=\"requests\"} 7\n");
  }

  @Test
  void aRemovedChildLeavesThePageAndGivesItsPlaceBack() {
    Family<Gauge> family = registry.gauges("volumes", "Volumes.", "collection");
    for (String name : List.of("a", "b", "c")) {
      family.with(name).set(1);
    }
    family.remove("b");
    family.with("d").set(1);
    assertThat(PrometheusText.print(registry)).doesNotContain("\"b\"").contains("\"d\"");
    assertThat(PrometheusText.print(registry)).doesNotContain("overflow");
  }
}
