package atoll.mkv.gateway;

import atoll.mkv.config.MkvConfig;
import atoll.mkv.hosts.HostAddress;
import atoll.mkv.hosts.HostWatch;
import atoll.mkv.index.Change;
import atoll.mkv.key.HostId;
import atoll.mkv.plan.PutPlan;
import atoll.mkv.ring.Ring;
import java.util.LinkedHashMap;
import java.util.Map;

/// What a gateway goes by at one moment: a configuration and what follows from it. Replaced as a
/// whole. Immutable.
record Setup(MkvConfig config, Ring ring) {

  /// What the index calls the ring's epoch.
  static final String EPOCH_NOTE = "ring_epoch";

  static Setup of(MkvConfig config) {
    return new Setup(config, config.ring());
  }

  PutPlan.Policy policy() {
    return switch (config.server().overwrite()) {
      case DENY -> PutPlan.Policy.DENY;
      case REPLACE -> PutPlan.Policy.REPLACE;
    };
  }

  /// Keeps the ring's epoch in the index, for whoever looks at the index alone.
  Change.Note noteEpoch() {
    return new Change.Note(EPOCH_NOTE, Long.toHexString(ring.epoch()));
  }

  /// Hosts that are out are not known to the gateway.
  Map<HostId, HostAddress> addresses() {
    Map<HostId, HostAddress> addresses = new LinkedHashMap<>();
    for (MkvConfig.Host host : config.hosts()) {
      if (host.role().isReadable()) {
        addresses.put(
            host.id(),
            new HostAddress(
                host.id(), host.at(), host.path(), host.publicUrl(), host.accelPrefix()));
      }
    }
    return addresses;
  }

  HostWatch.Settings watching() {
    MkvConfig.Health health = config.health();
    return new HostWatch.Settings(
        health.interval(),
        health.timeout(),
        health.deepInterval(),
        health.fall(),
        health.rise(),
        health.identity());
  }
}
