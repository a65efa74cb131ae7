package atoll.volume.needle;

import atoll.kit.AtollException;
import atoll.kit.Fault;

/// Where something was read: a file and the byte offset of what was being decoded.
///
/// @param file as an operator would type it
public record Place(String file, long offset) {

  /// The place `bytes` further on.
  public Place plus(long bytes) {
    return new Place(file, offset + bytes);
  }

  /// The fault to throw when the bytes here cannot be what they should be.
  public AtollException corrupt(String what) {
    return new AtollException(Fault.CORRUPT, this + ": " + what);
  }

  @Override
  public String toString() {
    return file + " at offset " + offset;
  }
}
