package atoll.volume.index;

import org.jspecify.annotations.Nullable;

/// Where each needle of a volume lies. Ids are unsigned 64-bit numbers.
///
/// Looking up is for any number of threads at any time and takes no lock; it sees a needle as it
/// was before or after a change, never a mixture. Changing is the right of the volume's writer.
public interface NeedleMap extends AutoCloseable {

  /// Where a needle lies or, once deleted, lay; null if the volume never had it.
  @Nullable NeedleLocation find(long id);

  /// Enters a needle or moves it.
  ///
  /// @return where it lay before; null if it is new
  @Nullable NeedleLocation put(long id, NeedleLocation location);

  /// Marks a needle as deleted. Its place stays known, so that it can still be read on purpose.
  ///
  /// @return where it lay, if it was there and not deleted yet; else null, and nothing changes
  @Nullable NeedleLocation delete(long id);

  /// Visits every needle, deleted ones included, in order of id. What is changed meanwhile may be
  /// seen either way; everything else is seen once.
  void visit(Visitor visitor);

  /// How many needles the map knows, deleted ones included.
  long count();

  /// What the map takes of memory, in bytes.
  long memoryBytes();

  @Override
  void close();

  /// Sees needles one by one.
  @FunctionalInterface
  interface Visitor {
    void visit(long id, NeedleLocation location);
  }
}
