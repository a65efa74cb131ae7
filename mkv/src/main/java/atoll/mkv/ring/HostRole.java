package atoll.mkv.ring;

/// What a host is there for.
public enum HostRole {
  /// Takes new blobs and is read from.
  ACTIVE(true, true),
  /// Is read from.
  READONLY(false, true),
  /// Is read from, and what it keeps shall move away.
  DRAINING(false, true),
  /// Neither: as if it did not exist.
  OUT(false, false);

  private final boolean writable;
  private final boolean readable;

  HostRole(boolean writable, boolean readable) {
    this.writable = writable;
    this.readable = readable;
  }

  /// Whether new blobs go there.
  public boolean isWritable() {
    return writable;
  }

  public boolean isReadable() {
    return readable;
  }
}
