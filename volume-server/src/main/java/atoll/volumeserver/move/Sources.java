package atoll.volumeserver.move;

import atoll.volume.Volume;
import atoll.volume.needle.VolumeId;
import atoll.volumeserver.node.Node;
import atoll.volumeserver.wire.CallRefused;
import io.grpc.Status;

/// Finds what is to be sent.
final class Sources {

  private Sources() {}

  /// @throws CallRefused in the words that shells and peers look for
  static Volume volume(Node node, int id) {
    return node.store()
        .find(new VolumeId(id))
        .orElseThrow(() ->
            new CallRefused(
                Status.Code.UNKNOWN, "not found volume id " + Integer.toUnsignedString(id)));
  }
}
