package atoll.volume;

/// Other files that get all appends too, until they replace the volume's: see
/// [VolumeChange#follow].
public interface AppendFollower {

  /// Something was appended and published. Called by the holder of the right to write; answers for
  /// its own failures.
  void appended();

  /// Makes all durable that was appended before the call, as far as a crash may leave these files
  /// as the volume's. Called by whoever syncs, in any thread.
  ///
  /// @throws atoll.kit.AtollException if that is not so: nobody is then told that something is
  ///   durable
  void sync();
}
