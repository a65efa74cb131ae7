package atoll.fast;

/// What answers requests of one name. Runs on work of its own, many at a time.
@FunctionalInterface
public interface Procedure {

  /// Answers one request. The answer ends when this returns, if it has not ended before. An
  /// [atoll.kit.AtollException] becomes the error that its fault stands for, and anything else an
  /// `InternalError` without details.
  void answer(Invocation request);
}
