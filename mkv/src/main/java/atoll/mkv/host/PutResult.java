package atoll.mkv.host;

/// How a PUT ended.
sealed interface PutResult {

  /// It is durable.
  ///
  /// @param replaced whether there was a file of that name before
  /// @param crc32c of its content
  record Stored(boolean replaced, String crc32c, boolean withSidecar) implements PutResult {}

  /// The body is not what its head says; nothing was stored.
  record Mismatch(String what) implements PutResult {}
}
