package atoll.mkv.index;

import atoll.kit.Bytes;
import atoll.mkv.key.Generation;
import atoll.mkv.key.HostId;
import atoll.mkv.key.Key;
import atoll.mkv.record.Checksums;
import atoll.mkv.record.KeyRecord;
import atoll.mkv.record.KeyState;
import atoll.mkv.record.Sidecar;
import java.util.List;
import java.util.Optional;

/// Records for tests.
final class Records {

  static final List<HostId> HOSTS = List.of(new HostId("v1"), new HostId("v2"), new HostId("v3"));

  private Records() {}

  static KeyRecord live(Key key, long generation) {
    Generation blob = new Generation(generation);
    return new KeyRecord(
        key,
        blob,
        KeyState.LIVE,
        new KeyRecord.Content(
            blob,
            generation * 10,
            new Checksums(
                (int) generation,
                key.hash().sha256(),
                generation % 2 == 0 ? Optional.empty() : Optional.of(Bytes.of(new byte[16]))),
            "text/plain; charset=ü",
            1_763_720_000_000L),
        HOSTS,
        -generation);
  }

  /// With fields of its client.
  static KeyRecord noted(String key, long generation) {
    KeyRecord plain = live(key, generation);
    KeyRecord.Content content = plain.content();
    return new KeyRecord(
        plain.key(),
        plain.generation(),
        plain.state(),
        new KeyRecord.Content(
            content.blob(),
            content.sizeBytes(),
            content.checksums(),
            content.type(),
            content.createdMillis(),
            List.of(new Sidecar.Field("meta-a", "one: two"), new Sidecar.Field("meta-b", "ü"))),
        plain.hosts(),
        plain.ringEpoch());
  }

  static KeyRecord live(String key, long generation) {
    return live(Key.of(key), generation);
  }

  static Change.Put first(KeyRecord record) {
    return new Change.Put(Optional.empty(), record, List.of());
  }

  static Change.Put over(KeyRecord before, KeyRecord after, NewChore... chores) {
    return new Change.Put(Optional.of(before.generation()), after, List.of(chores));
  }
}
