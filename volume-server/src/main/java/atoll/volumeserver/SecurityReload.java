package atoll.volumeserver;

import atoll.http.server.HttpServer;
import atoll.kit.AtollException;
import atoll.kit.event.Events;
import atoll.volumeserver.access.Access;
import atoll.volumeserver.settings.SecuritySettings;
import atoll.volumeserver.settings.SecuritySource;

/// Reads the rules of access anew while the server runs: keys, the white list, and the certificate
/// of the admin port. What cannot be read changes nothing. Shared (guarded by its lock).
final class SecurityReload {

  private final SecuritySource source;
  private final Access access;
  private final HttpServer http;
  private final Events events;
  private final boolean secure;

  /// @param secure whether the admin port speaks TLS, which cannot change any more
  SecurityReload(
      SecuritySource source, Access access, HttpServer http, Events events, boolean secure) {
    this.source = source;
    this.access = access;
    this.http = http;
    this.events = events;
    this.secure = secure;
  }

  synchronized void reload() {
    try {
      SecuritySettings rules = source.read();
      if (secure) {
        rules.tls().http().ifPresent(tls -> http.reloadTls("admin", tls));
      }
      access.replace(rules);
      events.report(new ServerEvent.RulesRead(source.toString()));
    } catch (AtollException e) {
      events.report(new ServerEvent.RulesUnreadable(source.toString(), e));
    }
  }
}
