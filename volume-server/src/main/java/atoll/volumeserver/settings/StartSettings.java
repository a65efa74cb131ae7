package atoll.volumeserver.settings;

import atoll.kit.event.Level;
import atoll.kit.log.EventForm;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// All that a command line says. Immutable.
///
/// @param diskTags of each directory, in their order
/// @param anyRemoteEndpoint whether remote storage may be at an address of the inside
/// @param notes what an operator should know of these settings although they will do
public record StartSettings(
    VolumeServerSettings server,
    Security security,
    Log log,
    List<List<String>> diskTags,
    boolean anyRemoteEndpoint,
    List<String> notes) {

  /// Where the rules of access are.
  ///
  /// @param file security.toml; empty if none was found
  /// @param whiteList the entries of the command line
  public record Security(Optional<Path> file, List<String> whiteList) {
    public Security {
      whiteList = List.copyOf(whiteList);
    }
  }

  /// What the log looks like.
  public record Log(EventForm form, Level level) {}

  public StartSettings {
    diskTags = List.copyOf(diskTags);
    notes = List.copyOf(notes);
  }
}
