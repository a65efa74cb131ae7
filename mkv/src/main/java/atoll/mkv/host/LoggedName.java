package atoll.mkv.host;

import java.nio.file.Path;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What a file in the folder of changes is called, so that a change can be completed after a crash:
///
/// ```
/// 00000000000004d2.b.2c.f2.NAME      a file that belongs at /2c/f2/NAME
/// 00000000000004d3.p.2c.f2.NAME      the same; change 4d3 also has a sidecar
/// 00000000000004d3.s.2c.f2.NAME.key  that sidecar
/// 00000000000004d4.g.2c.f2.NAME      a file that was removed and is still to be freed
/// ```
///
/// @param number of the change; they were acknowledged in this order
record LoggedName(long number, Kind kind, HostPath.Blob blob) {

  private static final Pattern NAME =
      Pattern.compile("([0-9a-f]{16})\\.([bpsg])\\.([0-9a-f]{2})\\.([0-9a-f]{2})\\.(.+)");

  /// What is to become of the file.
  enum Kind {
    ALONE('b'),
    PAIRED('p'),
    SIDECAR('s'),
    GONE('g');

    private final char letter;

    Kind(char letter) {
      this.letter = letter;
    }
  }

  static Optional<LoggedName> parse(String name) {
    Matcher matcher = NAME.matcher(name);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    for (Kind kind : Kind.values()) {
      if (matcher.group(2).charAt(0) == kind.letter) {
        return Optional.of(
            new LoggedName(
                HexFormat.fromHexDigitsToLong(matcher.group(1)),
                kind,
                new HostPath.Blob(matcher.group(3), matcher.group(4), matcher.group(5))));
      }
    }
    return Optional.empty();
  }

  String text() {
    return HexFormat.of().toHexDigits(number)
        + '.'
        + kind.letter
        + '.'
        + blob.first()
        + '.'
        + blob.second()
        + '.'
        + blob.name();
  }

  Path below(HostFolders folders) {
    return folders.changes().resolve(text());
  }
}
