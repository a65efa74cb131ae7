package atoll.libmanta;

import atoll.libmanta.json.JsonObject;

/// A directory's metadata.
public record MantaDirectory(JsonObject metadata) implements MantaEntry {

  /// @throws atoll.kit.AtollException `BAD_INPUT` if it is no directory, or a member makes no sense
  public MantaDirectory {
    metadata = EntryType.DIRECTORY.checked(metadata);
  }

  public static MantaDirectory parse(String text) {
    return new MantaDirectory(JsonObject.parse(text));
  }

  /// The text that moray keeps.
  @Override
  public String toString() {
    return metadata.toString();
  }
}
