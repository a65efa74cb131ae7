package atoll.volumeserver.move;

import atoll.volumeserver.admin.VolumeAdministration;
import atoll.volumeserver.node.Node;
import atoll.volumeserver.wire.CallTable;
import atoll.volumeserver.wire.GrpcChannels;

/// The calls of gRPC that this package answers.
public final class MoveCalls {

  private MoveCalls() {}

  /// Binds them.
  ///
  /// @param channels to the servers that volumes come from
  public static void bind(
      CallTable table, Node node, VolumeAdministration volumes, GrpcChannels channels) {
    new StatusCalls(node).bindTo(table);
    new CopyCalls(node).bindTo(table);
    new FetchCalls(node, volumes, channels).bindTo(table);
    new TailCalls(node, channels).bindTo(table);
    new AllNeedles(node).bindTo(table);
    new ReceiveCalls(node, volumes).bindTo(table);
  }
}
