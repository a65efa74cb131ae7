package atoll.fast.codec;

import atoll.fast.json.Json;
import atoll.fast.json.JsonKind;
import atoll.kit.AtollException;
import atoll.kit.Fault;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/// The values of a message: what stands in its array `d`. Received ones stay bytes, and an
/// iteration cuts one after the other out of them, so that ten thousand of them cost no more memory
/// than one.
///
/// Immutable.
public final class Values implements Iterable<Json> {

  public static final Values NONE = new Values(Json.EMPTY_ARRAY, List.of(), 0);

  /// The array as it came; null where the values were listed by a sender.
  private final @Nullable Json array;

  /// The values one by one; null where only the array is at hand.
  private final @Nullable List<Json> listed;

  private final int size;

  private Values(@Nullable Json array, @Nullable List<Json> listed, int size) {
    this.array = array;
    this.listed = listed;
    this.size = size;
  }

  public static Values of(Json... values) {
    return of(List.of(values));
  }

  public static Values of(List<Json> values) {
    return values.isEmpty() ? NONE : new Values(null, List.copyOf(values), values.size());
  }

  /// The elements of one JSON array.
  ///
  /// @throws AtollException `BAD_INPUT` if it is none
  public static Values ofArray(Json array) {
    if (array.kind() != JsonKind.ARRAY) {
      throw new AtollException(
          Fault.BAD_INPUT, "expected a JSON array and found an element: " + array.kind());
    }
    int size = 0;
    for (Json ignored : array.elements()) {
      size++;
    }
    return new Values(array, null, size);
  }

  /// Of an array whose elements have been counted.
  static Values decoded(Json array, int size) {
    return new Values(array, null, size);
  }

  public int size() {
    return size;
  }

  public boolean isEmpty() {
    return size == 0;
  }

  /// Cuts the values out one at a time; the iterator is confined to its caller.
  @Override
  public Iterator<Json> iterator() {
    if (listed != null) {
      return listed.iterator();
    }
    return array == null ? Collections.emptyIterator() : array.elements().iterator();
  }

  /// All values at once.
  public List<Json> toList() {
    return listed != null ? listed : StreamSupport.stream(spliterator(), false).toList();
  }

  /// The values as one JSON array.
  public Json toArray() {
    if (array != null) {
      return array;
    }
    byte[] written = new byte[sizeBytes()];
    encode(written, 0);
    return Json.slice(written, 0, written.length);
  }

  /// The length of the JSON array in bytes.
  public int sizeBytes() {
    if (array != null) {
      return array.size();
    }
    int total = 2 + Math.max(0, size - 1);
    for (Json value : toList()) {
      total = Math.addExact(total, value.size());
    }
    return total;
  }

  /// Writes the JSON array at `at` and tells where it ends.
  int encode(byte[] target, int at) {
    if (array != null) {
      return array.writeTo(target, at);
    }
    int end = at;
    byte before = '[';
    for (Json value : toList()) {
      target[end++] = before;
      end = value.writeTo(target, end);
      before = ',';
    }
    target[end++] = ']';
    return end;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Values values
        && size == values.size
        && toArray().equals(values.toArray());
  }

  @Override
  public int hashCode() {
    return toArray().hashCode();
  }

  @Override
  public String toString() {
    return toArray().toString();
  }
}
