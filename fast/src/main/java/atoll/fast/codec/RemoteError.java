package atoll.fast.codec;

import atoll.fast.json.Json;
import org.jspecify.annotations.Nullable;

/// An error as it travels.
///
/// @param name what programs tell errors apart by, such as `EtagConflictError`
/// @param message for people
/// @param context an object with what the error is about, if sent
/// @param info an object with more of it, if sent
/// @param errors an array of the errors behind this one (`ase_errors`), if sent
/// @param stack where it arose, if sent
public record RemoteError(
    String name,
    String message,
    @Nullable Json context,
    @Nullable Json info,
    @Nullable Json errors,
    @Nullable String stack) {

  public RemoteError(String name, String message) {
    this(name, message, null, null, null, null);
  }

  public RemoteError(String name, String message, Json info) {
    this(name, message, null, info, null, null);
  }

  @Override
  public String toString() {
    return name + ": " + message;
  }
}
