package atoll.mkv.config;

import atoll.kit.event.Level;
import atoll.kit.net.Endpoint;
import atoll.kit.unit.DataSize;
import atoll.mkv.index.PostgresSettings;
import atoll.mkv.index.SqliteSettings;
import atoll.mkv.key.HostId;
import atoll.mkv.ring.HostRole;
import atoll.mkv.ring.Ring;
import atoll.mkv.ring.RingHost;
import atoll.mkv.ring.RingSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// All settings of a gateway, checked. `docs/operations/mkv.md` explains each. Immutable.
public record MkvConfig(
    Server server,
    Index index,
    Placement placement,
    List<Host> hosts,
    Health health,
    Limits limits,
    Auth auth,
    Metrics metrics,
    Log log) {

  public MkvConfig {
    hosts = List.copyOf(hosts);
  }

  /// How an object that exists is read.
  public enum ReadMode {
    /// The client is sent to a host.
    REDIRECT,
    /// The gateway reads from a host and sends.
    PROXY,
    /// A front server sends.
    ACCEL
  }

  /// What a PUT of a key that exists does.
  public enum Overwrite {
    DENY,
    REPLACE
  }

  /// The doors of the gateway.
  ///
  /// @param publicUrl where clients reach the gateway, without a slash at its end; empty: not told
  /// @param protect a key must be unlinked before it can be deleted
  /// @param strictDelete a deletion with a host that does not answer is refused
  /// @param md5 whether the MD5 of contents is computed
  public record Server(
      Endpoint listen,
      Endpoint adminListen,
      String publicUrl,
      ReadMode readMode,
      boolean readModeByRequest,
      Overwrite overwrite,
      boolean protect,
      boolean strictDelete,
      boolean md5,
      DataSize maxObject,
      Duration drainDelay,
      Duration drainTimeout) {}

  /// What the index is kept in.
  ///
  /// @param path of a SQLite file
  /// @param postgres empty: SQLite
  public record Index(
      Path path,
      Optional<PostgresSettings> postgres,
      boolean synced,
      SqliteSettings.Reading reading,
      int readConnections,
      int commitRows,
      Duration commitWait) {}

  /// Where objects go.
  public record Placement(
      int replicas, int writeQuorum, RingSettings ring, boolean allowZoneSharing) {

    Placement withRing(RingSettings other) {
      return new Placement(replicas, writeQuorum, other, allowZoneSharing);
    }
  }

  /// A blob host.
  ///
  /// @param at where the gateway reaches it
  /// @param path in front of the paths of blobs; empty, or begins with a slash and ends without one
  /// @param publicUrl what redirects name
  /// @param accelPrefix in front of the paths of blobs in `X-Accel-Redirect`
  public record Host(
      HostId id,
      Endpoint at,
      String path,
      String publicUrl,
      String accelPrefix,
      double weight,
      String zone,
      HostRole role) {

    public RingHost onRing() {
      return new RingHost(id, weight, zone, role);
    }
  }

  /// How hosts are watched.
  ///
  /// @param deepInterval between probes that write
  /// @param fall failures in a row that make a host down
  /// @param rise successes in a row that make it up again
  /// @param identity whether a host must tell its id in `/mkv-host.json`
  public record Health(
      Duration interval,
      Duration timeout,
      Duration deepInterval,
      int fall,
      int rise,
      boolean identity) {}

  /// Bounds that an operator may choose.
  public record Limits(
      double listRate,
      int listBurst,
      int listMaxPage,
      int listConcurrency,
      Duration connectTimeout,
      Duration responseTimeout,
      Duration idleTimeout,
      Duration grace,
      DataSize wholeObject,
      DataSize inFlight) {}

  /// Who may do what: each door is open, or wants one of its tokens. Who may write may read.
  ///
  /// @param admin all of the other port but `/healthz` and `/readyz`
  public record Auth(Tokens read, Tokens write, Tokens admin) {}

  /// The page of metrics.
  ///
  /// @param enabled whether there is one
  /// @param open whether it is shown without a token for the other port
  public record Metrics(boolean enabled, boolean open) {}

  /// What is logged and how.
  public record Log(boolean json, Level level, boolean access) {}

  /// The ring that this configuration asks for.
  public Ring ring() {
    return Ring.of(placement.ring(), hosts.stream().map(Host::onRing).toList());
  }

  public Optional<Host> host(HostId id) {
    return hosts.stream().filter(host -> host.id().equals(id)).findFirst();
  }
}
