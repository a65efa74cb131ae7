package atoll.volume.offline;

/// How far mending may go.
///
/// @param skipDamage whether records that cannot be read may be left out; their bytes are saved
/// @param anyway whether an index that fits is written anew too
public record FixOptions(boolean skipDamage, boolean anyway) {}
