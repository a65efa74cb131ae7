package atoll.kit.count;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RegistryTest {

  private final Registry registry = new Registry();

  @ParameterizedTest
  @ValueSource(strings = {"", "1a", "a-b", "a b", "é", "a.b", "a{"})
  void refusesNamesOutsideTheGrammar(String name) {
    assertRefused(() -> registry.counter(name, ""));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "1a", "a-b", "a:b", "__a"})
  void refusesLabelsOutsideTheGrammar(String label) {
    assertRefused(() -> registry.counters("a", "", label));
  }

  @Test
  void refusesNamesThatAreTaken() {
    registry.counter("a", "");
    assertRefused(() -> registry.gauge("a", ""));
    registry.histogram("h", "", new double[] {1});
    assertRefused(() -> registry.counter("h_sum", ""));
    registry.counter("g_count", "");
    assertRefused(() -> registry.histogram("g", "", new double[] {1}));
  }

  @Test
  void refusesLabelsThatDoNotFit() {
    assertRefused(() -> registry.counters("a", "", "x", "x"));
    assertRefused(() -> registry.counters("b", ""));
    assertRefused(() -> registry.histograms("c", "", new double[] {1}, "le"));
    Family<Counter> family = registry.counters("d", "", "x", "y");
    assertRefused(() -> family.with("one"));
  }

  @Test
  void refusesBoundsThatDoNotAscend() {
    assertRefused(() -> registry.histogram("a", "", new double[] {}));
    assertRefused(() -> registry.histogram("b", "", new double[] {1, 1}));
    assertRefused(() -> registry.histogram("c", "", new double[] {Double.NaN}));
    assertRefused(() -> registry.histogram("d", "", new double[] {Double.POSITIVE_INFINITY}));
  }

  @Test
  void countsFromManyThreads() {
    Counter counter = registry.counter("a", "");
    Gauge gauge = registry.gauge("b", "");
    Histogram histogram = registry.histogram("c", "", new double[] {10, 100});
    Family<Counter> family = registry.counters("d", "", "even");
    IntStream.range(0, 10_000)
        .parallel()
        .forEach(number -> {
          counter.increment();
          gauge.add(number % 2 == 0 ? 1 : -1);
          histogram.observe(number % 200);
          family.with(Boolean.toString(number % 2 == 0)).increment();
        });
    assertThat(counter.value()).isEqualTo(10_000);
    assertThat(gauge.value()).isZero();
    assertThat(histogram.count()).isEqualTo(10_000);
    assertThat(histogram.sum()).isEqualTo(50 * (199 * 200 / 2));
    assertThat(histogram.bucketCounts()).containsExactly(50 * 11, 50 * 90, 50 * 99);
    assertThat(family.with("true").value()).isEqualTo(5_000);
  }

  @Test
  void aValueThatIsNoNumberLiesAboveAllBounds() {
    Histogram histogram = registry.histogram("a", "", new double[] {1});
    histogram.observe(Double.NaN);
    assertThat(histogram.bucketCounts()).containsExactly(0, 1);
  }

  @Test
  void observesNanosecondsAsSeconds() {
    Histogram histogram = registry.histogram("a", "", new double[] {1});
    histogram.observeNanos(1_500_000_000);
    assertThat(histogram.sum()).isEqualTo(1.5);
  }

  @Test
  void aCounterOnlyGrows() {
    Counter counter = registry.counter("a", "");
    assertRefused(() -> counter.add(-1));
  }

  @Test
  void namesItsLimit() {
    assertThat(new Registry(7).list())
        .extracting(Object::toString)
        .containsExactly("count.label.combinations = 7 (new ones share one child named overflow)");
  }

  private static void assertRefused(ThrowingCallable call) {
    assertThatThrownBy(call).isInstanceOf(AssertionError.class);
  }
}
