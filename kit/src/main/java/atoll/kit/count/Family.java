package atoll.kit.count;

import atoll.kit.Check;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Metrics of one name, one child for each combination of label values. Whoever counts often keeps
/// the child that [#with] gave.
///
/// There is a limit on combinations: those beyond it share one child whose label values all read
/// `overflow`, and each look-up that ends there is counted in `atoll_count_overflow_total`.
///
/// Shared (a concurrent map; new children guarded by a lock).
///
/// @param <T> [Counter], [Gauge] or [Histogram]
public final class Family<T> {

  static final String OVERFLOW = "overflow";

  private final int labelCount;
  private final int childLimit;
  private final Supplier<T> newChild;
  private final Runnable onOverflow;
  private final ConcurrentHashMap<List<String>, T> children = new ConcurrentHashMap<>();
  private final ReentrantLock adding = new ReentrantLock();

  /// Set once, when the limit is met first; guarded by [#adding].
  private volatile @Nullable T overflow;

  Family(int labelCount, int childLimit, Supplier<T> newChild, Runnable onOverflow) {
    this.labelCount = labelCount;
    this.childLimit = childLimit;
    this.newChild = newChild;
    this.onOverflow = onOverflow;
  }

  /// The child for these label values, in the order in which the labels were declared.
  public T with(String... values) {
    Check.that(
        values.length == labelCount,
        () -> "this metric has " + labelCount + " labels, not " + Arrays.toString(values));
    List<String> key = List.of(values);
    T child = children.get(key);
    return child != null ? child : add(key);
  }

  /// Forgets a child. Whoever still holds it counts into nothing.
  public void remove(String... values) {
    children.remove(List.of(values));
  }

  private T add(List<String> key) {
    adding.lock();
    try {
      T child = children.get(key);
      if (child != null) {
        return child;
      }
      if (children.size() < childLimit) {
        T added = newChild.get();
        children.put(key, added);
        return added;
      }
    } finally {
      adding.unlock();
    }
    onOverflow.run();
    return overflowChild();
  }

  private T overflowChild() {
    adding.lock();
    try {
      T shared = overflow;
      if (shared == null) {
        shared = newChild.get();
        overflow = shared;
      }
      return shared;
    } finally {
      adding.unlock();
    }
  }

  void forEach(BiConsumer<List<String>, T> reader) {
    children.entrySet().stream()
        .sorted((one, other) -> LabelOrder.compare(one.getKey(), other.getKey()))
        .forEach(entry -> reader.accept(entry.getKey(), entry.getValue()));
    T shared = overflow;
    if (shared != null) {
      reader.accept(Collections.nCopies(labelCount, OVERFLOW), shared);
    }
  }
}
