package atoll.mkv.config;

/// One thing that is wrong with a configuration.
///
/// @param file or variable that says it
/// @param line 0 if it is in no line
/// @param key dotted, or empty
/// @param message what is wrong and what would be right
public record ConfigProblem(String file, int line, String key, String message) {

  @Override
  public String toString() {
    return file + (line > 0 ? ":" + line : "") + ": " + (key.isEmpty() ? "" : key + ": ") + message;
  }
}
