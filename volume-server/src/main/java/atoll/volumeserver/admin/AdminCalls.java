package atoll.volumeserver.admin;

import atoll.volume.index.OffsetWidth;
import atoll.volumeserver.heartbeat.Heartbeats;
import atoll.volumeserver.heartbeat.Masters;
import atoll.volumeserver.node.Node;
import atoll.volumeserver.wire.CallTable;

/// The calls of gRPC that this package answers.
public final class AdminCalls {

  private AdminCalls() {}

  /// Binds them.
  ///
  /// @param width of the offsets that this server works with
  public static void bind(
      CallTable table,
      Node node,
      VolumeAdministration volumes,
      Masters masters,
      Heartbeats heartbeats,
      OffsetWidth width) {
    new VolumeCalls(volumes, new BatchDeletion(node)).bindTo(table);
    new ServerCalls(node, volumes, masters, heartbeats, width).bindTo(table);
    ForeignRecords foreign = new ForeignRecords();
    new NeedleCalls(node, foreign).bindTo(table);
    new RecordCalls(node, volumes, foreign).bindTo(table);
  }
}
