package atoll.volume.offline;

/// Learns how far a long piece of work is. Confined to the thread that works.
public interface OfflineProgress {

  /// For those who do not watch.
  OfflineProgress NONE = (_, _) -> _ -> {};

  /// A piece of work begins.
  ///
  /// @param what as a person would call it
  /// @param bytes how much there is
  Work begin(String what, long bytes);

  /// A piece of work.
  interface Work extends AutoCloseable {

    /// So many more bytes are done.
    void advance(long bytes);

    @Override
    default void close() {}
  }
}
