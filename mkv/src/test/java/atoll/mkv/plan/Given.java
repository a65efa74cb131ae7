package atoll.mkv.plan;

import atoll.http.field.EntityTags;
import atoll.mkv.hosts.HostCondition;
import atoll.mkv.key.Generation;
import atoll.mkv.key.HostId;
import atoll.mkv.key.Key;
import atoll.mkv.record.Checksums;
import atoll.mkv.record.KeyRecord;
import atoll.mkv.record.KeyState;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/// Records and hosts for tests of plans.
final class Given {

  static final HostId A = new HostId("a");
  static final HostId B = new HostId("b");
  static final HostId C = new HostId("c");
  static final Key KEY = Key.of("/k");
  static final Function<HostId, HostCondition> ALL_UP = host -> HostCondition.UP;

  private Given() {}

  static KeyRecord.Content content(long generation) {
    return new KeyRecord.Content(
        new Generation(generation),
        5,
        new Checksums(1, KEY.hash().sha256(), Optional.empty()),
        "a/b",
        0);
  }

  static KeyRecord live(HostId... hosts) {
    return new KeyRecord(KEY, new Generation(7), KeyState.LIVE, content(7), List.of(hosts), 1);
  }

  static Function<HostId, HostCondition> down(HostId... hosts) {
    return host -> List.of(hosts).contains(host) ? HostCondition.DOWN : HostCondition.UP;
  }

  static Conditions ifMatch(String value) {
    return new Conditions(EntityTags.parse(value), Optional.empty());
  }

  static Conditions ifNoneMatch(String value) {
    return new Conditions(Optional.empty(), EntityTags.parse(value));
  }

  static String tag(KeyRecord record) {
    return Conditions.tag(record).format();
  }
}
