package atoll.volume.files;

import atoll.kit.AtollException;
import atoll.kit.Fault;
import atoll.volume.needle.Parsed;
import atoll.volume.needle.VolumeId;
import java.util.Optional;

/// What the names of a volume's files begin with: `7` in the default collection, `photos_7` in the
/// collection `photos`.
///
/// @param collection empty for the default one
public record VolumeName(String collection, VolumeId id) {

  private static final char SEPARATOR = '_';

  /// A collection comes from a message. One that could lead out of the directory is refused.
  ///
  /// @throws AtollException `BAD_INPUT`
  public VolumeName {
    if (collection.indexOf('/') >= 0 || collection.indexOf('\0') >= 0) {
      throw new AtollException(
          Fault.BAD_INPUT,
          "collection name '%s' has a character that no file name can have; choose another"
              .formatted(collection.replace('\0', '?')));
    }
  }

  /// Reads a name cut at its last underscore, unless that is its first character. Names that would
  /// not be written so, as `07` or a number beyond 32 bits, are none: their volume would look for
  /// its files elsewhere.
  public static Optional<VolumeName> parse(String base) {
    int separator = base.lastIndexOf(SEPARATOR);
    String collection = separator > 0 ? base.substring(0, separator) : "";
    String number = separator > 0 ? base.substring(separator + 1) : base;
    return switch (VolumeId.parse(number)) {
      case Parsed.Value<VolumeId>(VolumeId id) when id.toString().equals(number) ->
          Optional.of(new VolumeName(collection, id));
      case Parsed.Value<VolumeId> _ -> Optional.empty();
      case Parsed.Malformed<VolumeId> _ -> Optional.empty();
    };
  }

  @Override
  public String toString() {
    return collection.isEmpty() ? id.toString() : collection + SEPARATOR + id;
  }
}
