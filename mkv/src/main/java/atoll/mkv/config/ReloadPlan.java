package atoll.mkv.config;

import java.util.ArrayList;
import java.util.List;

/// What a running gateway does with a new configuration. Pure: same files, same plan.
///
/// @param config what it goes on with: the new settings, but where only a new start could take them
///   the old ones
/// @param ignored the keys whose new values wait for a new start
public record ReloadPlan(MkvConfig config, List<String> ignored) {

  public ReloadPlan {
    ignored = List.copyOf(ignored);
  }

  public static ReloadPlan of(MkvConfig present, MkvConfig wanted) {
    List<String> ignored = new ArrayList<>();
    MkvConfig.Server server = wanted.server();
    MkvConfig.Server old = present.server();
    note(ignored, "server.listen", old.listen().equals(server.listen()));
    note(ignored, "server.admin_listen", old.adminListen().equals(server.adminListen()));
    note(ignored, "index", present.index().equals(wanted.index()));
    note(ignored, "log", present.log().equals(wanted.log()));
    note(
        ignored,
        "limits.in_flight_bytes",
        present.limits().inFlight().equals(wanted.limits().inFlight()));
    MkvConfig.Placement placement = wanted.placement();
    if (placement.replicas() < present.placement().writeQuorum()) {
      // What is there has as many copies as the quorum that is in force wanted.
      ignored.add("placement.replicas");
      placement = present.placement().withRing(placement.ring());
    }
    MkvConfig.Server kept =
        new MkvConfig.Server(
            old.listen(),
            old.adminListen(),
            server.publicUrl(),
            server.readMode(),
            server.readModeByRequest(),
            server.overwrite(),
            server.protect(),
            server.strictDelete(),
            server.md5(),
            server.maxObject(),
            server.drainDelay(),
            server.drainTimeout());
    return new ReloadPlan(
        new MkvConfig(
            kept,
            present.index(),
            placement,
            wanted.hosts(),
            wanted.health(),
            wanted.limits(),
            wanted.auth(),
            wanted.metrics(),
            present.log()),
        ignored);
  }

  private static void note(List<String> ignored, String key, boolean same) {
    if (!same) {
      ignored.add(key);
    }
  }
}
