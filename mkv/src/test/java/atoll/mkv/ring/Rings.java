package atoll.mkv.ring;

import atoll.mkv.key.HostId;
import atoll.sim.property.Gen;
import java.util.ArrayList;
import java.util.List;

/// Rings for tests.
final class Rings {

  private Rings() {}

  /// Any hosts of 1 to `most`: weights 0 to 3, up to four zones or none.
  static Gen<List<RingHost>> hosts(int most) {
    return choices -> {
      int count = choices.part(Gen.ints(1, most));
      int zones = choices.part(Gen.ints(0, 4));
      List<RingHost> hosts = new ArrayList<>();
      for (int index = 0; index < count; index++) {
        double weight = choices.part(Gen.of(1.0, 2.0, 0.5, 3.0, 0.0));
        String zone = zones == 0 ? "" : "z" + choices.part(Gen.ints(1, zones));
        HostRole role =
            choices.part(
                Gen.frequency(
                    Gen.weighted(8, Gen.just(HostRole.ACTIVE)),
                    Gen.weighted(1, Gen.of(HostRole.values()))));
        hosts.add(new RingHost(new HostId("h" + index), weight, zone, role));
      }
      return hosts;
    };
  }

  static List<RingHost> plain(int count) {
    List<RingHost> hosts = new ArrayList<>();
    for (int index = 0; index < count; index++) {
      hosts.add(RingHost.plain(new HostId("h" + index)));
    }
    return hosts;
  }

  static Ring of(List<RingHost> hosts) {
    return Ring.of(new RingSettings(16, "s", true), hosts);
  }
}
