package atoll.morayembedded.store;

/// How `sql` passes on numbers of 64 bits and of any size.
public enum BigNumbers {
  /// As moray does, because its driver does: `"123"`.
  AS_TEXT,
  /// `123`.
  AS_NUMBERS
}
