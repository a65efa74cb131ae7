package atoll.volumeserver.replay;

import java.util.List;

/// One recorded file of `corpus/volume-grpc`: servers, and what passes between them and a caller.
/// Immutable.
///
/// @param servers as for exchanges over HTTP
record CallScenario(Scenario servers, List<Step> steps) {

  /// One step.
  sealed interface Step {
    String title();
  }

  /// Something that happens beside gRPC.
  record Act(String title, List<String> words) implements Step {}

  /// A call.
  ///
  /// @param target the server
  /// @param requests in the text format of protobuf; several where the caller streams
  /// @param answers in the same, then `fails CODE text` if the call fails
  record Call(
      String title, String target, String method, List<String> requests, List<String> answers)
      implements Step {}
}
