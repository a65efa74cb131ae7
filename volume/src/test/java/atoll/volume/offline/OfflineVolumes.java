package atoll.volume.offline;

import static org.assertj.core.api.Assertions.assertThat;

import atoll.volume.NeedleBody;
import atoll.volume.NeedleDelete;
import atoll.volume.NeedleWrite;
import atoll.volume.Volume;
import atoll.volume.VolumePaths;
import atoll.volume.WriteResult;
import atoll.volume.index.OffsetWidth;
import atoll.volume.needle.Cookie;
import atoll.volume.needle.NeedleAttributes;
import atoll.volume.needle.NeedleId;
import atoll.volume.needle.NeedleKey;
import atoll.volume.needle.Ttl;
import atoll.volume.superblock.ReplicaPlacement;
import atoll.volume.superblock.SuperBlock;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// Volumes that the engine writes for tests of the offline tool.
final class OfflineVolumes {

  private static final VolumePaths PATHS = OfflineFixture.PATHS;

  private OfflineVolumes() {}

  static NeedleKey key(long id) {
    return new NeedleKey(new NeedleId(id), new Cookie(0x1234));
  }

  /// Opens the volume, appends a needle and closes it.
  static void append(OfflineFixture fixture, long id, byte[] body) {
    Volume volume = Volume.open(fixture.environment, PATHS, OffsetWidth.FOUR);
    write(volume, id, body);
    volume.close(() -> {});
  }

  /// A new volume: needles 1 to 8, of which 2 is overwritten and 3 deleted.
  static void make(OfflineFixture fixture) {
    Volume volume =
        Volume.create(
            fixture.environment,
            PATHS,
            SuperBlock.fresh(ReplicaPlacement.NONE, Ttl.NONE),
            OffsetWidth.FOUR);
    for (int id = 1; id <= 8; id++) {
      write(volume, id, ("body of " + id).getBytes(StandardCharsets.UTF_8));
    }
    write(volume, 2, "a newer body of 2".getBytes(StandardCharsets.UTF_8));
    volume.delete(new NeedleDelete(key(3)), _ -> {});
    volume.close(() -> {});
  }

  private static void write(Volume volume, long id, byte[] body) {
    ByteBuffer data = ByteBuffer.allocateDirect(body.length).put(body).flip();
    List<WriteResult> results = new ArrayList<>();
    volume.write(
        new NeedleWrite(key(id), NeedleAttributes.NONE, NeedleBody.of(data)), results::add);
    assertThat(results).hasOnlyElementsOfTypes(WriteResult.Written.class);
  }
}
