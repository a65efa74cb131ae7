package atoll.moray;

import atoll.fast.codec.RemoteError;
import atoll.fast.json.Json;
import atoll.kit.AtollException;
import java.util.Optional;

/// The server refused a call. Its connection is as good as before; what else may go wrong with a
/// call is a plain [AtollException].
public final class MorayException extends AtollException {

  private static final long serialVersionUID = 1L;

  private final MorayErrorKind kind;
  private final transient RemoteError error;

  MorayException(MorayErrorKind kind, String what, RemoteError error) {
    super(kind.fault(), what + ": " + error);
    this.kind = kind;
    this.error = error;
  }

  public MorayErrorKind kind() {
    return kind;
  }

  /// The error's name as the server wrote it, such as `EtagConflictError`.
  public String name() {
    return error.name();
  }

  /// All that the server sent.
  public RemoteError error() {
    return error;
  }

  /// What the error is about, an object; empty if the server did not say.
  public Optional<Json> context() {
    return Optional.ofNullable(error.context());
  }

  /// The object that is in another state than expected; empty for all other errors.
  public Optional<EtagConflict> etagConflict() {
    return kind == MorayErrorKind.ETAG_CONFLICT
        ? context().flatMap(EtagConflict::of)
        : Optional.empty();
  }
}
