package atoll.http.client;

import atoll.kit.AtollException;

/// What becomes of a request: one of the two, once, on an event loop. It must not block.
public interface ResponseReceiver {

  void answered(ClientResponse response);

  /// `UNREACHABLE` (nobody there, or broken off), `TIMEOUT`, `BUSY` (no connection free), `CORRUPT`
  /// (not HTTP), `CLOSED`.
  void failed(AtollException why);
}
