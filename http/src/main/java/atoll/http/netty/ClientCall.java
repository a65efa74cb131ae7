package atoll.http.netty;

import atoll.http.client.ClientRequest;
import atoll.http.client.ClientResponse;
import atoll.http.client.ResponseReceiver;
import atoll.kit.AtollException;
import atoll.kit.Deadline;

/// One request on its way through the pool. Confined to its event loop.
final class ClientCall {

  final ClientRequest request;
  final Deadline deadline;
  private final ResponseReceiver receiver;
  private boolean told;

  /// Whether it may still be repeated.
  boolean mayRepeat;

  ClientCall(ClientRequest request, Deadline deadline, ResponseReceiver receiver) {
    this.request = request;
    this.deadline = deadline;
    this.receiver = receiver;
    this.mayRepeat = request.isRepeatable();
  }

  boolean isTold() {
    return told;
  }

  void answered(ClientResponse response) {
    told = true;
    receiver.answered(response);
  }

  void failed(AtollException why) {
    if (!told) {
      told = true;
      receiver.failed(why);
    }
  }
}
