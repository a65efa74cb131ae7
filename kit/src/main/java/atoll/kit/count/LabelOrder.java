package atoll.kit.count;

import java.util.List;

/// Label values in the order of a page: value by value.
final class LabelOrder {

  private LabelOrder() {}

  static int compare(List<String> one, List<String> other) {
    for (int index = 0; index < Math.min(one.size(), other.size()); index++) {
      int order = one.get(index).compareTo(other.get(index));
      if (order != 0) {
        return order;
      }
    }
    return Integer.compare(one.size(), other.size());
  }
}
