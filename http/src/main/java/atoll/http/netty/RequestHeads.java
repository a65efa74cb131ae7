package atoll.http.netty;

import atoll.http.RequestHead;
import atoll.http.wire.HeadParser;
import atoll.http.wire.Malformed;
import org.jspecify.annotations.Nullable;

/// Reads the heads of one connection's requests. Holds one of the loop's parsers only while it is
/// inside a head. Confined to its event loop.
final class RequestHeads {

  private final ServerLoop shared;
  private @Nullable HeadParser parser;

  RequestHeads(ServerLoop shared) {
    this.shared = shared;
  }

  /// Reads on in what came.
  ///
  /// @return the head, or null while bytes of it are missing
  @Nullable RequestHead read(ReceivedBytes from) throws Malformed {
    HeadParser reader = parser;
    if (reader == null) {
      reader = shared.borrowParser();
      parser = reader;
    }
    if (!from.feed(reader)) {
      return null;
    }
    RequestHead head = reader.takeRequest();
    release();
    return head;
  }

  /// The request line of the head that is being read, as far as it is known.
  String startLine() {
    HeadParser reader = parser;
    return reader == null ? "" : reader.startLine();
  }

  /// Drops what was read of a head.
  void release() {
    HeadParser unfinished = parser;
    if (unfinished != null) {
      parser = null;
      shared.returnParser(unfinished);
    }
  }
}
