package atoll.kit.progress;

import static org.assertj.core.api.Assertions.assertThat;

import atoll.kit.HandClock;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ProgressTest {

  private static final ProgressUnit BYTES = new ProgressUnit.Bytes();
  private static final ProgressUnit NEEDLES = new ProgressUnit.Things("needles");
  private static final ProgressStyle BAR = new ProgressStyle.Bar(79);
  private static final ProgressStyle LINES = new ProgressStyle.Lines();

  private final HandClock clock = new HandClock();
  private final StringBuilder out = new StringBuilder();

  @Test
  void knowsWhatIsDoneHowFastAndHowLongItTakes() {
    Progress half = new Progress("copying", 512, 1024, BYTES, 64, Duration.ofSeconds(8));
    assertThat(half.fraction()).hasValue(0.5);
    assertThat(half.timeLeft()).hasValue(Duration.ofSeconds(8));
    assertThat(ProgressText.line(half))
        .isEqualTo("copying: 512 B of 1 KiB (50.0%), 64 B/s, 8s left");
  }

  @Test
  void saysNothingItDoesNotKnow() {
    Progress unknown =
        new Progress("scanning", 120, Progress.UNKNOWN, NEEDLES, 0, Duration.ofSeconds(1));
    assertThat(unknown.fraction()).isEmpty();
    assertThat(unknown.timeLeft()).isEmpty();
    assertThat(ProgressText.line(unknown)).isEqualTo("scanning: 120 needles");
    assertThat(ProgressText.bar(unknown, 79)).isEqualTo("scanning: 120 needles");
  }

  @Test
  void drawsABar() {
    Progress part = new Progress("checking", 3, 4, NEEDLES, 1, Duration.ofSeconds(3));
    assertThat(ProgressText.bar(part, 79))
        .isEqualTo("checking [##################......] 75.0% 3 needles, 1 needles/s, 1s left");
    assertThat(ProgressText.bar(part, 10)).isEqualTo("checking [");
  }

  @Test
  void isNeverDoneBeforeTheEnd() {
    Progress almost = new Progress("a", 999_999, 1_000_000, NEEDLES, 0, Duration.ZERO);
    assertThat(ProgressText.line(almost)).contains("99.9%");
    Progress done = new Progress("a", 1_000_000, 1_000_000, NEEDLES, 5, Duration.ofSeconds(61));
    assertThat(ProgressText.line(done)).contains("(100.0%)").endsWith(", took 1m1s");
    Progress beyond = new Progress("a", 11, 10, NEEDLES, 1, Duration.ZERO);
    assertThat(beyond.fraction()).hasValue(1);
    assertThat(beyond.timeLeft()).hasValue(Duration.ZERO);
    assertThat(new Progress("a", 0, 0, NEEDLES, 0, Duration.ZERO).fraction()).hasValue(1);
  }

  @Test
  void anEstimateOfCenturiesIsNone() {
    Progress slow = new Progress("a", 0, Long.MAX_VALUE, NEEDLES, 0.001, Duration.ZERO);
    assertThat(slow.timeLeft()).isEmpty();
  }

  @Test
  void measuresTheRecentRate() {
    ProgressMeter meter = new ProgressMeter(clock, "a", 1_000_000, NEEDLES);
    assertThat(meter.read().perSecond()).isZero();
    clock.advance(Duration.ofSeconds(1));
    meter.advance(100);
    assertThat(meter.read().perSecond()).isEqualTo(100);
    for (int second = 0; second < 200; second++) {
      clock.advance(Duration.ofSeconds(1));
      meter.advance(10);
      assertThat(meter.read().perSecond()).isBetween(10.0, 100.0);
    }
    assertThat(meter.read().perSecond()).isBetween(10.0, 10.1);
    assertThat(meter.read().elapsed()).isEqualTo(Duration.ofSeconds(201));
  }

  @Test
  void readingOftenDoesNotDisturbTheRate() {
    ProgressMeter meter = new ProgressMeter(clock, "a", 100, NEEDLES);
    for (int step = 0; step < 1000; step++) {
      clock.advance(Duration.ofMillis(1));
      meter.advance(1);
      assertThat(meter.read().done()).isEqualTo(step + 1);
    }
    assertThat(meter.read().perSecond()).isBetween(999.0, 1001.0);
    meter.setTotal(2_000);
    assertThat(meter.read().fraction()).hasValue(0.5);
  }

  @Test
  void printsLinesFarApartAndTheEndAlways() {
    ProgressMeter meter = new ProgressMeter(clock, "a", 30, NEEDLES);
    ProgressPrinter printer = new ProgressPrinter(clock, out, LINES);
    for (int second = 0; second < 25; second++) {
      meter.advance(1);
      printer.show(meter);
      clock.advance(Duration.ofSeconds(1));
    }
    printer.end(meter);
    printer.end(meter);
    printer.show(meter);
    assertThat(out.toString().lines()).hasSize(4);
    assertThat(out.toString()).doesNotContain("\r").contains("a: 25 needles of 30 needles");
  }

  @Test
  void drawsOverItselfOnATerminal() {
    ProgressMeter meter = new ProgressMeter(clock, "a", 1000, NEEDLES);
    ProgressPrinter printer = new ProgressPrinter(clock, out, BAR);
    meter.advance(999);
    printer.show(meter);
    printer.show(meter);
    clock.advance(Duration.ofMillis(200));
    printer.show(meter);
    printer.end(meter);
    assertThat(out.toString().chars().filter(next -> next == '\r')).hasSize(3);
    assertThat(out.toString()).endsWith("\n");
    assertThat(out.toString().lines()).hasSize(1 + 3);
  }

  @Test
  void aShorterTextCoversTheLongerOneBefore() {
    ProgressMeter meter = new ProgressMeter(clock, "a", Progress.UNKNOWN, NEEDLES);
    ProgressPrinter printer = new ProgressPrinter(clock, out, new ProgressStyle.Bar(200));
    meter.advance(1_000_000);
    clock.advance(Duration.ofSeconds(1));
    printer.show(meter);
    int drawn = out.length();
    out.setLength(0);
    meter.setTotal(0);
    clock.advance(Duration.ofSeconds(1000));
    printer.show(meter);
    assertThat(out.length()).isGreaterThanOrEqualTo(drawn);
  }

  @Test
  void leavesAnOutputThatFailsAlone() {
    AtomicInteger attempts = new AtomicInteger();
    Appendable broken = new BrokenOutput(attempts);
    ProgressMeter meter = new ProgressMeter(clock, "a", 1, NEEDLES);
    ProgressPrinter printer = new ProgressPrinter(clock, broken, LINES);
    printer.show(meter);
    clock.advance(Duration.ofHours(1));
    printer.show(meter);
    printer.end(meter);
    assertThat(attempts).hasValue(1);
  }

  private record BrokenOutput(AtomicInteger attempts) implements Appendable {
    @Override
    public Appendable append(@Nullable CharSequence text) throws IOException {
      attempts.incrementAndGet();
      throw new IOException("closed");
    }

    @Override
    public Appendable append(@Nullable CharSequence text, int start, int end) throws IOException {
      return append(text);
    }

    @Override
    public Appendable append(char next) throws IOException {
      return append(String.valueOf(next));
    }
  }
}
