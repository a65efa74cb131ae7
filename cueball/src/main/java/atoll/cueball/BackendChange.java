package atoll.cueball;

import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/// How one set of backends differs from another, each part in a fixed order. Pure.
///
/// @param added those that are new
/// @param removed those that are gone
public record BackendChange(List<Backend> added, List<Backend> removed) {

  public BackendChange {
    added = List.copyOf(added);
    removed = List.copyOf(removed);
  }

  /// What has to happen to `before` to make it `after`.
  public static BackendChange between(Collection<Backend> before, Collection<Backend> after) {
    return new BackendChange(without(after, before), without(before, after));
  }

  private static List<Backend> without(Collection<Backend> all, Collection<Backend> taken) {
    Set<Backend> left = new TreeSet<>(Backend.ORDER);
    left.addAll(all);
    taken.forEach(left::remove);
    return List.copyOf(left);
  }

  public boolean isNone() {
    return added.isEmpty() && removed.isEmpty();
  }
}
