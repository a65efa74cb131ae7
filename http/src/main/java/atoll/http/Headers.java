package atoll.http;

import atoll.kit.Bytes;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/// Header fields in the order they came. Names compare without regard to ASCII case. Values are
/// text, their bytes read as UTF-8; surrounding spaces are gone.
public interface Headers {

  int size();

  String name(int index);

  String value(int index);

  /// The value as it came, for what is not UTF-8.
  Bytes rawValue(int index);

  /// The position of the first field of that name at or behind `from`, or -1.
  int indexOf(String name, int from);

  /// The value of the first field of that name, or null.
  default @Nullable String first(String name) {
    int index = indexOf(name, 0);
    return index < 0 ? null : value(index);
  }

  default boolean has(String name) {
    return indexOf(name, 0) >= 0;
  }

  /// The values of all fields of that name.
  default List<String> all(String name) {
    List<String> found = new ArrayList<>(2);
    for (int i = indexOf(name, 0); i >= 0; i = indexOf(name, i + 1)) {
      found.add(value(i));
    }
    return found;
  }

  default void forEach(BiConsumer<String, String> each) {
    for (int i = 0; i < size(); i++) {
      each.accept(name(i), value(i));
    }
  }
}
