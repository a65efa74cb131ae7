package atoll.http;

import atoll.kit.Bytes;
import atoll.kit.Check;
import java.util.Arrays;

/// Header fields being put together. Confined to whoever builds the message.
public final class HeaderList implements Headers {

  private String[] fields = new String[16];
  private int count;

  /// Adds a field, beside others of the same name.
  ///
  /// Values go out, and come in, as UTF-8: for characters above 126 that is what the peers of our
  /// products do, and Latin-1 is not.
  ///
  /// @throws AssertionError for a name that is no token, or a value with control characters or half
  ///   a surrogate pair, which no bytes stand for
  public HeaderList add(String name, String value) {
    Check.that(isToken(name), () -> "not a header name: " + name);
    Check.that(
        isValue(value),
        () -> "the value of header " + name + " has control characters or half a surrogate pair");
    if (count + 2 > fields.length) {
      fields = Arrays.copyOf(fields, fields.length * 2);
    }
    fields[count++] = name;
    fields[count++] = value;
    return this;
  }

  /// Replaces all fields of that name by one.
  public HeaderList set(String name, String value) {
    remove(name);
    return add(name, value);
  }

  public HeaderList addAll(Headers others) {
    others.forEach(this::add);
    return this;
  }

  public HeaderList remove(String name) {
    int kept = 0;
    for (int i = 0; i < count; i += 2) {
      if (!fields[i].equalsIgnoreCase(name)) {
        fields[kept] = fields[i];
        fields[kept + 1] = fields[i + 1];
        kept += 2;
      }
    }
    Arrays.fill(fields, kept, count, null);
    count = kept;
    return this;
  }

  public void clear() {
    Arrays.fill(fields, 0, count, null);
    count = 0;
  }

  @Override
  public int size() {
    return count / 2;
  }

  @Override
  public String name(int index) {
    return fields[2 * index];
  }

  @Override
  public String value(int index) {
    return fields[2 * index + 1];
  }

  @Override
  public Bytes rawValue(int index) {
    return Bytes.utf8(value(index));
  }

  @Override
  public int indexOf(String name, int from) {
    for (int i = 2 * from; i < count; i += 2) {
      if (fields[i].equalsIgnoreCase(name)) {
        return i / 2;
      }
    }
    return -1;
  }

  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    forEach((name, value) -> text.append(name).append(": ").append(value).append('\n'));
    return text.toString();
  }

  /// Whether `value` may stand in a header: no control character but the tab, no half of a
  /// surrogate pair.
  public static boolean isValue(String value) {
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if ((c < 0x20 && c != '\t') || c == 0x7f) {
        return false;
      }
      if (Character.isSurrogate(c)) {
        boolean pair = i + 1 < value.length() && Character.isSurrogatePair(c, value.charAt(i + 1));
        if (!pair) {
          return false;
        }
        i++;
      }
    }
    return true;
  }

  private static boolean isToken(String name) {
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      if (c <= 0x20 || c >= 0x7f || c == ':') {
        return false;
      }
    }
    return !name.isEmpty();
  }
}
