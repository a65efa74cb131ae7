package atoll.mkv.hosts;

/// How a host does, by what was seen of it lately.
public enum HostCondition {
  UP,
  /// Something failed, not often enough to be sure.
  SUSPECT,
  DOWN
}
