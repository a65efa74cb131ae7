package atoll.app.volumetool;

import atoll.kit.Clock;
import atoll.kit.progress.ProgressMeter;
import atoll.kit.progress.ProgressPrinter;
import atoll.kit.progress.ProgressStyle;
import atoll.kit.progress.ProgressUnit;
import atoll.volume.offline.OfflineProgress;
import java.io.Console;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.Optional;

/// Shows how far a piece of work is that takes longer than a moment: a bar on a terminal, a line
/// now and then elsewhere. Confined to one command.
final class ShownProgress implements OfflineProgress {

  private static final long MOMENT_NANOS = Duration.ofSeconds(1).toNanos();
  private static final int COLUMNS = 79;

  private final Clock clock;
  private final PrintWriter err;
  private final ProgressStyle style;

  ShownProgress(Clock clock, PrintWriter err) {
    this.clock = clock;
    this.err = err;
    this.style =
        Optional.ofNullable(System.console()).map(Console::isTerminal).orElse(false)
            ? new ProgressStyle.Bar(COLUMNS)
            : new ProgressStyle.Lines();
  }

  @Override
  public Work begin(String what, long bytes) {
    ProgressMeter meter = new ProgressMeter(clock, what, bytes, new ProgressUnit.Bytes());
    ProgressPrinter printer = new ProgressPrinter(clock, err, style);
    long shownFrom = clock.nanos() + MOMENT_NANOS;
    return new Work() {

      private boolean shown;

      @Override
      public void advance(long more) {
        meter.advance(more);
        if (shown || clock.nanos() - shownFrom >= 0) {
          shown = true;
          printer.show(meter);
        }
      }

      @Override
      public void close() {
        if (shown) {
          printer.end(meter);
        }
      }
    };
  }
}
