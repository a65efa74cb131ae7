package atoll.http.client;

import atoll.http.BodyReader;
import atoll.http.Headers;

/// An answer whose head has come. Read the body to its end, or close: only then is the connection
/// free again. Confined to one holder at a time.
public interface ClientResponse extends AutoCloseable {

  int status();

  Headers headers();

  BodyReader body();

  /// Ends the exchange; a connection whose body was not read to its end is closed.
  @Override
  void close();
}
