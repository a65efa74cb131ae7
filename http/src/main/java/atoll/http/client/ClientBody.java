package atoll.http.client;

import atoll.http.BodyWriter;
import atoll.kit.Bytes;
import java.util.function.Consumer;

/// What a request carries.
public sealed interface ClientBody {

  /// Nothing.
  record None() implements ClientBody {}

  /// Bytes that are there already; can be sent again.
  record Whole(Bytes bytes) implements ClientBody {}

  /// Bytes that are written once the request's head is on its way; cannot be sent again.
  ///
  /// @param length in bytes, or -1 for chunks
  /// @param ready called once on the event loop; must not block
  record Streamed(long length, Consumer<BodyWriter> ready) implements ClientBody {}

  ClientBody NONE = new None();
}
