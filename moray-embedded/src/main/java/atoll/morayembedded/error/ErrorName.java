package atoll.morayembedded.error;

import atoll.kit.Fault;

/// The names under which clients of moray tell its errors apart.
public enum ErrorName {
  INVOCATION("InvocationError", Fault.BAD_INPUT),
  BUCKET_NOT_FOUND("BucketNotFoundError", Fault.NOT_FOUND),
  BUCKET_CONFLICT("BucketConflictError", Fault.CONFLICT),
  BUCKET_VERSION("BucketVersionError", Fault.CONFLICT),
  INVALID_BUCKET_NAME("InvalidBucketNameError", Fault.BAD_INPUT),
  INVALID_BUCKET_CONFIG("InvalidBucketConfigError", Fault.BAD_INPUT),
  OBJECT_NOT_FOUND("ObjectNotFoundError", Fault.NOT_FOUND),
  ETAG_CONFLICT("EtagConflictError", Fault.CONFLICT),
  UNIQUE_ATTRIBUTE("UniqueAttributeError", Fault.CONFLICT),
  INVALID_QUERY("InvalidQueryError", Fault.BAD_INPUT),
  NOT_INDEXED("NotIndexedError", Fault.BAD_INPUT),
  INVALID_INDEX_TYPE("InvalidIndexTypeError", Fault.BAD_INPUT),
  FIELD_UPDATE("FieldUpdateError", Fault.BAD_INPUT),
  NOT_NULLABLE("NotNullableError", Fault.BAD_INPUT),
  QUERY_TIMEOUT("QueryTimeoutError", Fault.TIMEOUT),
  NO_DATABASE("NoDatabasePeersError", Fault.UNREACHABLE),
  UNSUPPORTED("OperationNotSupportedError", Fault.UNSUPPORTED),
  INTERNAL("InternalError", Fault.IO);

  private final String wireName;
  private final Fault fault;

  ErrorName(String wireName, Fault fault) {
    this.wireName = wireName;
    this.fault = fault;
  }

  public String wireName() {
    return wireName;
  }

  public Fault fault() {
    return fault;
  }
}
