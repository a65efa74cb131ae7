package atoll.volume.needle;

/// The public name of a needle: `volume,key`, as in `3,01637037d6`.
public record FileId(VolumeId volume, NeedleKey key) {

  public FileId(VolumeId volume, NeedleId id, Cookie cookie) {
    this(volume, new NeedleKey(id, cookie));
  }

  /// Reads a whole file id, split at its first comma; `_n` is not understood here.
  public static Parsed<FileId> parse(String text) {
    int comma = text.indexOf(',');
    if (comma <= 0) {
      return Parsed.malformed("wrong fid format");
    }
    return VolumeId.parse(text.substring(0, comma))
        .then(volume ->
            NeedleKey.parseDigits(GoNumber.bytesOf(text.substring(comma + 1)))
                .then(key -> Parsed.value(new FileId(volume, key))));
  }

  /// Splits a whole file id at its first comma without reading the parts: what batch calls do
  /// before they read the key with [NeedleKey#parse].
  public static Parsed<Split> split(String text) {
    int comma = text.indexOf(',');
    return comma <= 0
        ? Parsed.malformed("Wrong fid format.")
        : Parsed.value(new Split(text.substring(0, comma), text.substring(comma + 1)));
  }

  /// The two texts around the first comma of a file id.
  public record Split(String volume, String key) {}

  @Override
  public String toString() {
    return volume + "," + key;
  }
}
