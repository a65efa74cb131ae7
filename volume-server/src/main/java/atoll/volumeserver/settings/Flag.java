package atoll.volumeserver.settings;

import java.util.Locale;

/// One flag that the volume server knows. Immutable.
///
/// @param name as it is written behind one hyphen or two
/// @param fallback its value where nobody says another
/// @param meaning one line for whoever asks
record Flag(String name, Kind kind, String fallback, String meaning) {

  /// What is wanted behind the name.
  enum Kind {
    /// Any text.
    TEXT,
    /// A whole number.
    NUMBER,
    /// A duration such as `1m30s`.
    DURATION,
    /// `true` or `false`; the name alone means `true`.
    SWITCH
  }

  static Flag text(String name, String fallback, String meaning) {
    return new Flag(name, Kind.TEXT, fallback, meaning);
  }

  static Flag number(String name, int fallback, String meaning) {
    return new Flag(name, Kind.NUMBER, Integer.toString(fallback), meaning);
  }

  static Flag duration(String name, String fallback, String meaning) {
    return new Flag(name, Kind.DURATION, fallback, meaning);
  }

  static Flag choice(String name, boolean fallback, String meaning) {
    return new Flag(name, Kind.SWITCH, Boolean.toString(fallback), meaning);
  }

  /// The variable of the environment that can hold its value: `WEED_PORT_GRPC`.
  String variable() {
    return "WEED_" + name.toUpperCase(Locale.ROOT).replace('.', '_').replace('-', '_');
  }
}
