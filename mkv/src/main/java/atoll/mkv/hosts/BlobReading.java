package atoll.mkv.hosts;

import atoll.http.client.ClientResponse;

/// A blob that a host begins to send, or why it does not.
public sealed interface BlobReading {

  /// The head of the answer has come: 200, or 206 for a part.
  record Begun(ClientResponse response) implements BlobReading {}

  record Failed(HostFailure why) implements BlobReading {}
}
