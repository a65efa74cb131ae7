package atoll.kit.event;

/// How much an event matters.
public enum Level {
  /// For whoever follows one request.
  DEBUG,
  /// Normal life: started, stopped, compacted.
  INFO,
  /// Went on, but somebody should look before it happens again.
  WARN,
  /// Something asked for was not done, or data is in danger. Fails a simulation that did not ask
  /// for it.
  ERROR
}
