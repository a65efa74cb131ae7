package atoll.volumeserver.settings;

import atoll.kit.event.Level;
import atoll.kit.log.EventForm;
import java.time.Duration;
import java.util.List;

/// All that a command line says. Immutable.
///
/// @param anyRemoteEndpoint whether remote storage may be at an address of the inside
/// @param hostTypes whether the media types that the machine knows count besides the built-in ones
/// @param notes what an operator should know of these settings although they will do
public record StartSettings(
    VolumeServerSettings server,
    Security security,
    Log log,
    boolean anyRemoteEndpoint,
    boolean hostTypes,
    List<String> notes) {

  /// Where the rules of access are.
  ///
  /// @param source where they are read from
  /// @param rules as they were read at the start
  /// @param whiteList the entries of the command line
  /// @param reloadEvery how often they are read anew
  public record Security(
      SecuritySource source, SecuritySettings rules, List<String> whiteList, Duration reloadEvery) {
    public Security {
      whiteList = List.copyOf(whiteList);
    }
  }

  /// What the log looks like.
  public record Log(EventForm form, Level level) {}

  public StartSettings {
    notes = List.copyOf(notes);
  }
}
