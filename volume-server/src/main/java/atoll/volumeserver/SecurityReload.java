package atoll.volumeserver;

import atoll.http.TlsSettings;
import atoll.http.server.HttpServer;
import atoll.kit.AtollException;
import atoll.kit.event.Events;
import atoll.volumeserver.access.Access;
import atoll.volumeserver.settings.SecuritySettings;
import atoll.volumeserver.settings.SecuritySource;
import atoll.volumeserver.wire.GrpcIdentity;
import java.util.Optional;

/// Reads the rules of access anew while the server runs: keys, the white list, and the certificates
/// of the ports and of calls to other servers. What cannot be read changes nothing. Shared (guarded
/// by its lock).
final class SecurityReload {

  private final SecuritySource source;
  private final Access access;
  private final HttpServer http;
  private final Events events;
  private final boolean secure;
  private final Optional<GrpcIdentity> grpc;
  private final Optional<GrpcIdentity> grpcClient;

  /// @param secure whether the admin port speaks TLS, which cannot change any more
  /// @param grpc of the port of gRPC, likewise
  /// @param grpcClient towards masters and other volume servers, likewise
  SecurityReload(
      SecuritySource source,
      Access access,
      HttpServer http,
      Events events,
      boolean secure,
      Optional<GrpcIdentity> grpc,
      Optional<GrpcIdentity> grpcClient) {
    this.source = source;
    this.access = access;
    this.http = http;
    this.events = events;
    this.secure = secure;
    this.grpc = grpc;
    this.grpcClient = grpcClient;
  }

  private static Optional<GrpcIdentity.Read> read(
      Optional<GrpcIdentity> used, Optional<TlsSettings> tls) {
    return used.flatMap(identity -> tls.map(identity::read));
  }

  synchronized void reload() {
    try {
      SecuritySettings rules = source.read();
      // Everything is read before anything is used.
      Optional<GrpcIdentity.Read> server = read(grpc, rules.tls().grpc());
      Optional<GrpcIdentity.Read> client = read(grpcClient, rules.tls().grpcClient());
      if (secure) {
        rules.tls().http().ifPresent(tls -> http.reloadTls("admin", tls));
      }
      grpc.ifPresent(identity -> server.ifPresent(identity::replace));
      grpcClient.ifPresent(identity -> client.ifPresent(identity::replace));
      access.replace(rules);
      events.report(new ServerEvent.RulesRead(source.toString()));
    } catch (AtollException e) {
      events.report(new ServerEvent.RulesUnreadable(source.toString(), e));
    }
  }
}
