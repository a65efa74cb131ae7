package atoll.volumeserver.master;

import static org.assertj.core.api.Assertions.assertThat;

import atoll.kit.event.Events;
import atoll.kit.real.RealDisk;
import atoll.sim.SeededRandomness;
import atoll.volume.needle.VolumeId;
import atoll.volume.superblock.ReplicaPlacement;
import atoll.volumeserver.wire.master.Heartbeat;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The recorded heartbeats of SeaweedFS's volume server, heard by our master.
class RecordedServerTest {

  private static final Path CORPUS = Path.of("../corpus/volume-heartbeat");

  @TempDir private Path data;

  @Test
  void aServerOfSeaweedfsIsFollowedFromItsFirstHeartbeatToItsLast() throws IOException {
    Cluster cluster =
        new Cluster(
            MemoryFile.open(new RealDisk(Events.NONE), data), 32 << 20, new SeededRandomness(1));
    List<Path> files;
    try (Stream<Path> all = Files.list(CORPUS)) {
      files = all.filter(file -> file.toString().endsWith("server.bin")).sorted().toList();
    }
    Heartbeat first = Heartbeat.parseFrom(Files.readAllBytes(files.getFirst()));
    Member member = ((Cluster.Registration.Registered) cluster.register(first)).member();
    for (Path file : files.subList(0, files.size() - 1)) {
      cluster.take(member, Heartbeat.parseFrom(Files.readAllBytes(file)));
    }
    assertThat(IntStream.rangeClosed(1, 9).filter(id -> !cluster.find(new VolumeId(id)).isEmpty()))
        .containsExactly(1, 3, 4, 5, 6, 7, 8);
    Layout plain = Layout.parse("", "", "", "", ReplicaPlacement.NONE);
    assertThat(cluster.assign(plain, 1))
        .isInstanceOfSatisfying(
            Cluster.Assignment.Assigned.class,
            assigned -> {
              assertThat(assigned.first().key().id().value()).isEqualTo(4);
              assertThat(assigned.first().volume().value()).isBetween(3, 7);
              assertThat(assigned.at().grpcPort()).isEqualTo(41_081);
              assertThat(assigned.at().publicUrl()).isEqualTo("volume.example:80");
            });
    cluster.take(member, Heartbeat.parseFrom(Files.readAllBytes(files.getLast())));
    assertThat(cluster.find(new VolumeId(3))).isEmpty();
  }
}
