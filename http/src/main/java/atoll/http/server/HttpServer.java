package atoll.http.server;

import atoll.http.TlsSettings;
import atoll.kit.net.Endpoint;

/// A running server. Shared by any number of threads.
public interface HttpServer extends AutoCloseable {

  /// Where the listener of that name really listens.
  Endpoint local(String listener);

  /// New connections of that listener use these settings; present ones keep theirs.
  ///
  /// @throws atoll.kit.AtollException `BAD_INPUT` if the settings cannot be used; nothing changes
  ///   then
  void reloadTls(String listener, TlsSettings settings);

  /// Accepts no more connections, lets running exchanges end, tells clients `Connection: close`,
  /// and cuts off what still runs after [atoll.http.HttpLimits.Pace#drainTime()].
  ///
  /// @return whether everything ended by itself
  boolean drain();

  /// Cuts everything off at once.
  @Override
  void close();
}
