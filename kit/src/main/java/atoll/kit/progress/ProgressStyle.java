package atoll.kit.progress;

/// How a progress is shown.
public sealed interface ProgressStyle {

  /// A bar that is drawn over itself.
  ///
  /// @param columns the width of the terminal less one, so that the line does not wrap
  record Bar(int columns) implements ProgressStyle {}

  /// Plain lines, far apart: for files and pipes.
  record Lines() implements ProgressStyle {}
}
