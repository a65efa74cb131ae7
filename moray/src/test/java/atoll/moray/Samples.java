package atoll.moray;

import java.util.UUID;

/// What moray says, as it was recorded, with invented contents.
final class Samples {

  static final UUID ID = UUID.fromString("6c9e2e8c-8a0f-4d4c-9b53-1f2a6a3c0d11");

  /// Options that draw no id, so that all that is sent is known.
  static final MorayOptions OPTIONS = MorayOptions.NONE.requestId(ID);

  static final String SENT_OPTIONS = "{\"req_id\":\"6c9e2e8c-8a0f-4d4c-9b53-1f2a6a3c0d11\"}";

  static final String OBJECT =
      "{\"bucket\":\"manta\",\"key\":\"/o/stor/a\",\"value\":{\"a\":1.0,\"b\":\"ü\"},\"_id\":114590,"
          + "\"_etag\":\"7712D647\",\"_mtime\":1570611723074,\"_txn_snap\":null,\"_count\":1}";

  static final String BUCKET =
      "{\"name\":\"manta\",\"index\":\"{\\\"dirname\\\":{\\\"type\\\":\\\"string\\\"},"
          + "\\\"n\\\":{\\\"type\\\":\\\"number\\\",\\\"unique\\\":true}}\",\"pre\":\"[]\","
          + "\"post\":\"[\\\"function after(req, cb) {}\\\"]\",\"options\":\"{\\\"version\\\":2}\","
          + "\"mtime\":\"2019-10-09T08:00:00.000Z\",\"reindex_active\":null}";

  static final String ROW =
      "{\"_id\":\"114590\",\"_txn_snap\":null,\"_key\":\"/o/stor/a\",\"_value\":\"{\\\"a\\\":1}\","
          + "\"_etag\":\"7712D647\",\"_mtime\":\"1570611723074\",\"_vnode\":\"23352\","
          + "\"dirname\":\"/o/stor\",\"type\":\"object\"}";

  static final String CONFLICT =
      "{\"bucket\":\"manta\",\"key\":\"/k\",\"expected\":\"AAAAAAAA\",\"actual\":\"BBBBBBBB\"}";

  private Samples() {}
}
