package atoll.kit.disk;

/// The right that [Disk#lock] gave. It ends with [#close()], and with the process however that
/// ends.
///
/// Shared; closing it again does nothing.
public interface DiskLock extends AutoCloseable {

  /// Gives the right back. The file stays.
  @Override
  void close();
}
