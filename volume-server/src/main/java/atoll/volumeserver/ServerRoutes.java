package atoll.volumeserver;

import atoll.http.server.Handler;
import atoll.http.server.LoopHandler;
import atoll.http.server.Routes;
import atoll.kit.count.Registry;
import atoll.volumeserver.access.Access;
import atoll.volumeserver.blob.BlobDoors;
import atoll.volumeserver.blob.StaticFiles;
import atoll.volumeserver.node.Node;
import atoll.volumeserver.page.RecentEvents;
import atoll.volumeserver.page.RequestMeter;
import atoll.volumeserver.page.StatusPage;
import atoll.volumeserver.page.StorageMetrics;
import atoll.volumeserver.settings.ServerVersion;
import atoll.volumeserver.settings.VolumeServerSettings;

/// Which path leads where, on the admin port and on the public one; and what is counted of it.
/// Immutable.
final class ServerRoutes {

  private static final String PREFIX = "SeaweedFS_volumeServer_";

  private final BlobDoors doors;
  private final Handler pictures;
  private final Access access;
  private final RequestMeter meter;
  private final StatusPage page;

  ServerRoutes(
      Node node,
      VolumeServerSettings settings,
      BlobDoors doors,
      StaticFiles files,
      Access access,
      RecentEvents events) {
    ServerVersion version = ServerVersion.of(settings.store().width());
    this.doors = doors;
    this.pictures = Handler.onLoop(files.handler());
    this.access = access;
    this.meter = doors.requests();
    this.page = new StatusPage(node, version.text(), version.serverHeader(), meter, events);
    StorageMetrics.register(node, version.text());
    register(node.counters(), settings, doors);
  }

  private static void register(Registry counters, VolumeServerSettings settings, BlobDoors doors) {
    counters.gauge(
        PREFIX + "concurrent_upload_limit",
        "Bytes of uploads at a time before others wait; 0 means no limit.",
        settings.uploads()::inFlightBytesMax);
    counters.gauge(
        PREFIX + "concurrent_download_limit",
        "Bytes of answers at a time before others wait; 0 means no limit.",
        settings.downloads()::inFlightBytesMax);
    counters.gauge(
        PREFIX + "in_flight_upload_size", "Bytes of uploads under way.", doors::uploadBytes);
    counters.gauge(
        PREFIX + "in_flight_download_size", "Bytes of answers under way.", doors::downloadBytes);
  }

  Routes admin() {
    LoopHandler needles = meter.measured(doors.admin());
    return Routes.routes()
        .exact("/favicon.ico", pictures)
        .prefix("/seaweedfsstatic/", pictures)
        .exact("/status", Handler.onLoop(doors.status()))
        .exact("/healthz", Handler.onLoop(doors.health()))
        .exact("/readyz", Handler.onLoop(doors.health()))
        .exact("/ui/index.html", Handler.onLoop(ifShown(page.page(), needles)))
        .exact(StatusPage.DATA_PATH, Handler.onLoop(ifShown(page.data(), needles)))
        .fallback(Handler.onLoop(needles));
  }

  Routes readOnly() {
    return Routes.routes()
        .exact("/favicon.ico", pictures)
        .prefix("/seaweedfsstatic/", pictures)
        .fallback(Handler.onLoop(meter.measured(doors.readOnly())));
  }

  /// Where the page is not shown, its path is one like any other.
  private LoopHandler ifShown(LoopHandler shown, LoopHandler otherwise) {
    return exchange -> (access.showsPage() ? shown : otherwise).handle(exchange);
  }
}
