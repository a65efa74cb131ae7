package atoll.kit.progress;

import atoll.kit.unit.Durations;
import java.util.Locale;

/// A progress as text. Pure.
public final class ProgressText {

  private static final int BAR_COLUMNS = 24;

  private ProgressText() {}

  /// One line without its end: `copying volume 7: 1.5 GiB of 3 GiB (50.0%), 120 MiB/s, 13s left`.
  public static String line(Progress progress) {
    StringBuilder text = new StringBuilder(progress.what()).append(": ");
    text.append(progress.unit().amount(progress.done()));
    if (progress.total() != Progress.UNKNOWN) {
      text.append(" of ").append(progress.unit().amount(progress.total()));
    }
    progress.fraction().ifPresent(part -> text.append(" (").append(percent(part)).append(')'));
    return text.append(tail(progress)).toString();
  }

  /// As [#line], with a bar, cut to a number of columns.
  public static String bar(Progress progress, int columns) {
    if (progress.fraction().isEmpty()) {
      return cut(line(progress), columns);
    }
    double part = progress.fraction().getAsDouble();
    int full = (int) Math.floor(part * BAR_COLUMNS);
    String bar = "#".repeat(full) + ".".repeat(BAR_COLUMNS - full);
    String text =
        progress.what()
            + " ["
            + bar
            + "] "
            + percent(part)
            + " "
            + progress.unit().amount(progress.done())
            + tail(progress);
    return cut(text, columns);
  }

  private static String tail(Progress progress) {
    StringBuilder text = new StringBuilder();
    if (progress.perSecond() > 0) {
      text.append(", ").append(progress.unit().rate(progress.perSecond()));
    }
    if (progress.done() == progress.total()) {
      text.append(", took ").append(Durations.brief(progress.elapsed()));
    } else {
      progress
          .timeLeft()
          .ifPresent(left -> text.append(", ").append(Durations.brief(left)).append(" left"));
    }
    return text.toString();
  }

  /// Never 100 before the end.
  private static String percent(double part) {
    double shown = part < 1 ? Math.min(99.9, Math.floor(part * 1000) / 10) : 100;
    return String.format(Locale.ROOT, "%.1f%%", shown);
  }

  private static String cut(String text, int columns) {
    return text.length() <= columns ? text : text.substring(0, Math.max(0, columns));
  }
}
