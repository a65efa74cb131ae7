package atoll.cueball;

import java.util.Set;
import java.util.function.Consumer;

/// Finds out where the backends are, and tells whenever that changes.
public interface Resolver extends AutoCloseable {

  /// Begins to report. Called once, by the pool. Each report is the whole set as it is now; the
  /// pool works out the difference. An empty set means that there are no backends any more, so a
  /// resolver that merely cannot find out reports nothing.
  ///
  /// @param report may be called from any thread, and does not wait
  void start(Consumer<Set<Backend>> report);

  /// Ends reporting. Called once, by the pool, when it stops.
  @Override
  void close();
}
