package atoll.kit.log;

/// How an [EventLog] writes its lines.
public enum EventForm {
  /// For people: time, level, code, message, fields in brackets, cause.
  TEXT,
  /// One JSON object a line: `time`, `level`, `code`, `message`, `fields`, `cause`.
  JSON
}
