package atoll.volume.index;

/// Where a needle lies in its volume.
///
/// @param offset bytes from the start of the `.dat` file, a multiple of eight
/// @param size the size field as the index has it: above zero for a needle with a body, zero for an
///   empty one, and below zero once deleted, when it is the negated size, or -1 if that was zero
public record NeedleLocation(long offset, int size) {

  static NeedleLocation ofUnit(long unit, int size) {
    return new NeedleLocation(unit << 3, size);
  }

  long unit() {
    return offset >>> 3;
  }

  public boolean isDeleted() {
    return size < 0;
  }

  /// The same place, marked as deleted.
  NeedleLocation deleted() {
    return new NeedleLocation(offset, deletedSize(size));
  }

  static int deletedSize(int size) {
    return size > 0 ? -size : size == 0 ? -1 : size;
  }
}
