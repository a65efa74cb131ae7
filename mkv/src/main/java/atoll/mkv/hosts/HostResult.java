package atoll.mkv.hosts;

/// How a request to a host ended.
public sealed interface HostResult {

  /// As was asked.
  record Done() implements HostResult {}

  record Failed(HostFailure why) implements HostResult {}

  static HostResult done() {
    return new Done();
  }

  static HostResult failed(HostFailure why) {
    return new Failed(why);
  }

  default boolean isDone() {
    return this instanceof Done;
  }
}
