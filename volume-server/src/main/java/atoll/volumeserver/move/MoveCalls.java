package atoll.volumeserver.move;

import atoll.volumeserver.node.Node;
import atoll.volumeserver.wire.CallTable;

/// The calls of gRPC that this package answers.
public final class MoveCalls {

  private MoveCalls() {}

  /// Binds them.
  public static void bind(CallTable table, Node node) {
    new StatusCalls(node).bindTo(table);
    new CopyCalls(node).bindTo(table);
  }
}
