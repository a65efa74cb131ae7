package atoll.kit.progress;

import atoll.kit.Clock;
import java.io.Flushable;
import java.io.IOException;
import java.time.Duration;

/// Shows a progress to whoever watches: a bar that is drawn over itself on a terminal, a plain line
/// now and then elsewhere. May be told as often as the work likes. An output that fails is left
/// alone, as no work should end because nobody watches it.
///
/// Confined to the thread that does the work.
public final class ProgressPrinter {

  private static final Duration BAR_PAUSE = Duration.ofMillis(200);
  private static final Duration LINE_PAUSE = Duration.ofSeconds(10);

  private final Clock clock;
  private final Appendable out;
  private final ProgressStyle style;
  private long nextNanos;
  private int drawnColumns;
  private boolean ended;

  public ProgressPrinter(Clock clock, Appendable out, ProgressStyle style) {
    this.clock = clock;
    this.out = out;
    this.style = style;
    this.nextNanos = clock.nanos();
  }

  /// Shows how far the work is, if the last time was long enough ago.
  public void show(ProgressMeter meter) {
    if (!ended && clock.nanos() - nextNanos >= 0) {
      nextNanos = clock.nanos() + pause().toNanos();
      print(meter.read(), false);
    }
  }

  /// Shows where the work ended, always, and ends the line.
  public void end(ProgressMeter meter) {
    if (!ended) {
      print(meter.read(), true);
      ended = true;
    }
  }

  private Duration pause() {
    return switch (style) {
      case ProgressStyle.Bar _ -> BAR_PAUSE;
      case ProgressStyle.Lines _ -> LINE_PAUSE;
    };
  }

  private void print(Progress progress, boolean last) {
    String text =
        switch (style) {
          case ProgressStyle.Bar bar -> overdrawn(ProgressText.bar(progress, bar.columns()), last);
          case ProgressStyle.Lines _ -> ProgressText.line(progress) + "\n";
        };
    try {
      out.append(text);
      if (out instanceof Flushable flushable) {
        flushable.flush();
      }
    } catch (IOException nobodyWatches) {
      ended = true;
    }
  }

  /// Blanks cover what a longer text left behind.
  private String overdrawn(String text, boolean last) {
    String blanks = " ".repeat(Math.max(0, drawnColumns - text.length()));
    drawnColumns = text.length();
    return "\r" + text + blanks + (last ? "\n" : "");
  }
}
