package atoll.moray;

import atoll.kit.Fault;
import java.util.Arrays;

/// The errors that moray's server answers with, each under its name on the wire.
public enum MorayErrorKind {
  BUCKET_NOT_FOUND("BucketNotFoundError", Fault.NOT_FOUND),
  OBJECT_NOT_FOUND("ObjectNotFoundError", Fault.NOT_FOUND),
  /// The object is in another state than the writer expects.
  ETAG_CONFLICT("EtagConflictError", Fault.CONFLICT),
  /// Another object has this value of a unique attribute.
  UNIQUE_ATTRIBUTE("UniqueAttributeError", Fault.CONFLICT),
  BUCKET_CONFLICT("BucketConflictError", Fault.CONFLICT),
  /// The stored bucket is as new as the one sent, or newer.
  BUCKET_VERSION("BucketVersionError", Fault.CONFLICT),
  INVALID_QUERY("InvalidQueryError", Fault.BAD_INPUT),
  /// The filter asks for an attribute that has no index.
  NOT_INDEXED("NotIndexedError", Fault.BAD_INPUT),
  INVALID_INDEX_TYPE("InvalidIndexTypeError", Fault.BAD_INPUT),
  INVALID_BUCKET_NAME("InvalidBucketNameError", Fault.BAD_INPUT),
  INVALID_BUCKET_CONFIG("InvalidBucketConfigError", Fault.BAD_INPUT),
  /// An update names no field that the bucket has.
  FIELD_UPDATE("FieldUpdateError", Fault.BAD_INPUT),
  NOT_NULLABLE("NotNullableError", Fault.BAD_INPUT),
  /// The arguments are not what the call takes.
  INVOCATION("InvocationError", Fault.BAD_INPUT),
  /// The server does not know the call.
  UNKNOWN_CALL("FastError", Fault.UNSUPPORTED),
  /// The query took longer than `timeout` among the options.
  QUERY_TIMEOUT("QueryTimeoutError", Fault.TIMEOUT),
  /// The server has no database to ask.
  NO_DATABASE_PEERS("NoDatabasePeersError", Fault.UNREACHABLE),
  /// The server failed, or has another cause that it does not name.
  INTERNAL("InternalError", Fault.BUG),
  /// A name that is not among these; [MorayException#name] tells it.
  OTHER("", Fault.CONFLICT);

  private final String wireName;
  private final Fault fault;

  MorayErrorKind(String wireName, Fault fault) {
    this.wireName = wireName;
    this.fault = fault;
  }

  /// What stands in the error's member `name`; empty for [#OTHER].
  public String wireName() {
    return wireName;
  }

  public Fault fault() {
    return fault;
  }

  /// The error of that name; [#OTHER] if nobody knows it.
  public static MorayErrorKind of(String wireName) {
    return Arrays.stream(values())
        .filter(kind -> kind != OTHER && kind.wireName.equals(wireName))
        .findFirst()
        .orElse(OTHER);
  }
}
