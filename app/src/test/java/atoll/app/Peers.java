package atoll.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/// SeaweedFS's program beside `atoll volume` as it was just compiled, with the flags of the
/// assembled one. Immutable.
///
/// @param weed SeaweedFS's program
/// @param volumeProgram a program that is `atoll volume`
/// @param weedWithOurVolume a program that is SeaweedFS's, but for `volume`, which is ours
record Peers(Path weed, Path volumeProgram, Path weedWithOurVolume) {

  /// Reads `WEED_BINARY` and writes the programs.
  static Peers of(Path folder) throws IOException {
    Path weed = variable("WEED_BINARY", "SeaweedFS's program");
    Path arguments =
        Files.writeString(
            folder.resolve("arguments"),
            Launch.SMALL_HEAP_SERVER.arguments()
                + "-cp\n\""
                + System.getProperty("java.class.path")
                + "\"\n"
                + Main.class.getName()
                + "\nvolume\n");
    String ours = "exec '%s/bin/java' '@%s'".formatted(System.getProperty("java.home"), arguments);
    return new Peers(
        weed,
        program(folder.resolve("atoll-volume"), ours + " \"$@\"\n"),
        program(
            folder.resolve("weed"),
            """
            volume=
            for word in "$@"; do
              case $word in
                -*) ;;
                *) [ "$word" != volume ] || volume=yes; break ;;
              esac
            done
            [ "$volume" ] || exec '%s' "$@"
            left=$#
            while [ "$left" -gt 0 ]; do
              [ "$volume" = yes ] && [ "$1" = volume ] && volume=seen || set -- "$@" "$1"
              shift
              left=$((left - 1))
            done
            %s "$@"
            """
                .formatted(weed, ours)));
  }

  /// What a variable names.
  static Path variable(String name, String what) {
    String named = System.getenv(name);
    assertThat(named).as(name + " is set; it names " + what).isNotBlank();
    Path path = Path.of(named).toAbsolutePath();
    assertThat(path).as(name + " names " + what).exists();
    return path;
  }

  private static Path program(Path file, String text) throws IOException {
    Files.writeString(file, "#!/bin/sh\n" + text);
    return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }
}
