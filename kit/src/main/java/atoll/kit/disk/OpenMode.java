package atoll.kit.disk;

/// How a file is opened. Every mode but [#READ] allows reading and writing.
public enum OpenMode {
  /// An existing file, for reading only.
  READ,
  /// An existing file.
  WRITE,
  /// An existing file, or a new empty one.
  CREATE,
  /// A new empty file; `CONFLICT` if the name is taken.
  CREATE_NEW
}
