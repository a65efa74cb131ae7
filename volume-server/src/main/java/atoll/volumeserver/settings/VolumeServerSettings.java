package atoll.volumeserver.settings;

import atoll.kit.Check;
import atoll.volume.NeedleMaps;
import atoll.volume.store.DirectorySettings;
import atoll.volume.store.StoreOptions;
import java.time.Duration;
import java.util.List;

/// Everything an operator decides about a volume server, read and checked. Immutable.
///
/// @param directories where volumes lie, at least one
/// @param maps where volumes keep their needle maps
/// @param masters `host:port` or `host:port.grpcPort` each, in the order they are asked
public record VolumeServerSettings(
    Identity identity,
    Listening listening,
    List<DirectorySettings> directories,
    StoreOptions store,
    NeedleMaps maps,
    List<String> masters,
    Uploads uploads,
    Downloads downloads,
    Pace pace) {

  /// Who this server is to others.
  ///
  /// @param id stable over changes of address; empty means `ip:port`
  /// @param ip the address that others use
  /// @param publicUrl `host:port` for clients; empty means `ip` and the public port
  public record Identity(String id, String ip, String publicUrl, String dataCenter, String rack) {}

  /// The ports.
  ///
  /// @param bindIp where all of them listen
  /// @param port the admin port
  /// @param publicPort read-only; the same as `port` means that there is none
  /// @param metricsIp empty means `bindIp`
  /// @param metricsPort 0 means none
  /// @param idle how long a connection may be silent
  public record Listening(
      String bindIp,
      int port,
      int publicPort,
      int grpcPort,
      String metricsIp,
      int metricsPort,
      Duration idle) {

    public boolean hasPublicPort() {
      return publicPort != port;
    }
  }

  /// Bounds of uploads.
  ///
  /// @param fileBytesMax of one file
  /// @param inFlightBytesMax of all uploads at a time before others wait; 0 means no bound
  /// @param waitMax how long an upload waits for its turn
  /// @param fixOrientation whether JPEGs are turned upright as their camera says
  public record Uploads(
      long fileBytesMax, long inFlightBytesMax, Duration waitMax, boolean fixOrientation) {
    public Uploads {
      Check.that(fileBytesMax >= 0 && inFlightBytesMax >= 0, "bounds are counts of bytes");
    }
  }

  /// Bounds of reads, and what happens to those of volumes that lie elsewhere.
  ///
  /// @param inFlightBytesMax of all answers at a time before others wait; 0 means no bound
  /// @param waitMax how long a read waits for its turn
  public record Downloads(ReadMode mode, long inFlightBytesMax, Duration waitMax) {
    public Downloads {
      Check.that(inFlightBytesMax >= 0, "bounds are counts of bytes");
    }
  }

  /// How fast the server goes about its own work.
  ///
  /// @param preStop between the last heartbeat and the end of listening
  /// @param compactionBytesPerSecond 0 means unlimited
  /// @param maintenanceBytesPerSecond of copies and shards; 0 means unlimited
  public record Pace(
      Duration preStop, long compactionBytesPerSecond, long maintenanceBytesPerSecond) {}

  public VolumeServerSettings {
    Check.that(!directories.isEmpty(), "volumes need a directory");
    directories = List.copyOf(directories);
    masters = List.copyOf(masters);
  }

  /// `ip:port`, as masters and other servers name this one.
  public String url() {
    return identity.ip() + ":" + listening.port();
  }

  /// `host:port` where clients read.
  public String publicUrl() {
    return identity.publicUrl().isEmpty()
        ? identity.ip() + ":" + listening.publicPort()
        : identity.publicUrl();
  }
}
