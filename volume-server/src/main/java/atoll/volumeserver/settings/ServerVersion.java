package atoll.volumeserver.settings;

import atoll.volume.index.OffsetWidth;

/// The version that clients and masters are told: that of the SeaweedFS release whose behaviour
/// this is. Immutable.
///
/// @param text the largest volume and the release: `30GB 4.44`
public record ServerVersion(String text) {

  private static final String RELEASE = "4.44";

  public static ServerVersion of(OffsetWidth width) {
    return new ServerVersion((width == OffsetWidth.FOUR ? "30GB " : "8000GB ") + RELEASE);
  }

  /// The header `Server`.
  public String serverHeader() {
    return "SeaweedFS Volume " + text;
  }

  /// As `/status` and messages say it: with a commit behind it, which is empty here.
  public String withCommit() {
    return text + " ";
  }
}
