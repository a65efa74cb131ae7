package atoll.http.server;

import atoll.http.TlsSettings;
import atoll.kit.net.Endpoint;
import java.util.Optional;

/// One open port and what is found behind it.
///
/// @param name how an operator calls it: `admin`, `public`
/// @param at where; port 0 takes a free one
/// @param routes who answers
/// @param tls plain HTTP if empty
public record Listen(String name, Endpoint at, Routes routes, Optional<TlsSettings> tls) {

  public static Listen plain(String name, Endpoint at, Routes routes) {
    return new Listen(name, at, routes, Optional.empty());
  }

  public static Listen secure(String name, Endpoint at, Routes routes, TlsSettings tls) {
    return new Listen(name, at, routes, Optional.of(tls));
  }
}
