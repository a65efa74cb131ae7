package atoll.volumeserver.master;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import atoll.kit.AtollException;
import atoll.kit.event.Events;
import atoll.kit.real.RealDisk;
import atoll.sim.SeededRandomness;
import atoll.volume.superblock.ReplicaPlacement;
import atoll.volumeserver.wire.master.Heartbeat;
import atoll.volumeserver.wire.master.VolumeInformationMessage;
import atoll.volumeserver.wire.master.VolumeShortInformationMessage;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClusterTest {

  private static final Layout PLAIN = Layout.parse("", "", "", "", ReplicaPlacement.NONE);
  private static final Layout TWO_COPIES = Layout.parse("", "001", "", "", ReplicaPlacement.NONE);

  @TempDir private Path data;

  private Cluster cluster;

  @BeforeEach
  void begin() {
    cluster = open();
  }

  private Cluster open() {
    return new Cluster(
        MemoryFile.open(new RealDisk(Events.NONE), data), 1000, new SeededRandomness(7));
  }

  private static Heartbeat.Builder beat(int port, int max) {
    return Heartbeat.newBuilder()
        .setIp("127.0.0.1")
        .setPort(port)
        .addLocationUuids("uuid-" + port)
        .putMaxVolumeCounts("", max);
  }

  private static VolumeInformationMessage volume(int id, long size, boolean readOnly) {
    return VolumeInformationMessage.newBuilder()
        .setId(id)
        .setSize(size)
        .setReadOnly(readOnly)
        .build();
  }

  private Member come(Heartbeat.Builder heartbeat) {
    Member member =
        ((Cluster.Registration.Registered) cluster.register(heartbeat.build())).member();
    cluster.take(member, heartbeat.build());
    return member;
  }

  private long firstKey(Layout layout, long count) {
    return assigned(layout, count).first().key().id().value();
  }

  private Cluster.Assignment.Assigned assigned(Layout layout, long count) {
    assertThat(cluster.assign(layout, count)).isInstanceOf(Cluster.Assignment.Assigned.class);
    return (Cluster.Assignment.Assigned) cluster.assign(layout, count);
  }

  @Test
  void idsFollowTheLargestKeyThatAServerHas() {
    come(beat(1, 8).addVolumes(volume(3, 8, false)).setMaxFileKey(500));
    Cluster.Assignment.Assigned first = (Cluster.Assignment.Assigned) cluster.assign(PLAIN, 10);
    assertThat(first.first().key().id().value()).isEqualTo(501);
    assertThat(first.first().volume().value()).isEqualTo(3);
    Cluster.Assignment.Assigned second = (Cluster.Assignment.Assigned) cluster.assign(PLAIN, 1);
    assertThat(second.first().key().id().value()).isEqualTo(511);
  }

  @Test
  void noKeyIsHandedOutTwiceAfterAStart() {
    come(beat(1, 8).addVolumes(volume(3, 8, false)));
    long last = firstKey(PLAIN, 25_000) + 25_000;
    cluster = open();
    come(beat(1, 8).addVolumes(volume(3, 8, false)));
    assertThat(firstKey(PLAIN, 1)).isGreaterThanOrEqualTo(last);
  }

  @Test
  void nothingIsAssignedBeforeEveryKnownVolumeWasReported() {
    come(beat(1, 8).addVolumes(volume(3, 8, false)));
    come(beat(2, 8).addVolumes(volume(4, 8, false)).setMaxFileKey(900));
    cluster = open();
    come(beat(1, 8).addVolumes(volume(3, 8, false)));
    assertThat(cluster.assign(PLAIN, 1))
        .isInstanceOfSatisfying(
            Cluster.Assignment.NotYet.class,
            notYet ->
                assertThat(notYet.why())
                    .contains("volume 4 of server 127.0.0.1:2")
                    .contains("atoll-master.txt"));
    assertThat(cluster.obstacle()).isPresent();
    assertThatThrownBy(() -> cluster.grow(PLAIN)).isInstanceOf(AtollException.class);
    come(beat(2, 8).addVolumes(volume(4, 8, false)).setMaxFileKey(30_000));
    assertThat(cluster.obstacle()).isEmpty();
    assertThat(firstKey(PLAIN, 1)).isGreaterThan(30_000);
  }

  @Test
  void aFarewellIsNoDeletion() {
    Member member = come(beat(1, 8).addVolumes(volume(3, 8, false)));
    cluster.take(
        member, Heartbeat.newBuilder().setIp("127.0.0.1").setPort(1).setHasNoVolumes(true).build());
    assertThat(cluster.assign(PLAIN, 1)).isInstanceOf(Cluster.Assignment.NoVolume.class);
    cluster = open();
    assertThat(cluster.obstacle()).isPresent();
  }

  @Test
  void aDeletedVolumeIsNotWaitedFor() {
    Member member =
        come(beat(1, 8).addVolumes(volume(3, 8, false)).addVolumes(volume(4, 8, false)));
    cluster.take(
        member,
        Heartbeat.newBuilder()
            .setIp("127.0.0.1")
            .setPort(1)
            .addDeletedVolumes(VolumeShortInformationMessage.newBuilder().setId(3))
            .build());
    cluster.take(member, beat(1, 8).setHasNoVolumes(true).build());
    cluster = open();
    assertThat(cluster.obstacle()).isEmpty();
  }

  @Test
  void volumeIdsAreNeverUsedTwice() {
    Member member = come(beat(1, 8).setHasNoVolumes(true));
    Cluster.Growth first = cluster.grow(PLAIN);
    assertThat(first.id().value()).isEqualTo(1);
    assertThat(first.servers()).containsExactly(member.address);
    cluster = open();
    come(beat(1, 8).setHasNoVolumes(true));
    assertThat(cluster.grow(PLAIN).id().value()).isEqualTo(2);
    come(beat(2, 8).addVolumes(volume(40, 8, false)));
    assertThat(cluster.grow(PLAIN).id().value()).isEqualTo(41);
  }

  @Test
  void aVolumeCountsAsSoonAsItIsMade() {
    come(beat(1, 1).setHasNoVolumes(true));
    assertThat(cluster.assign(PLAIN, 1)).isInstanceOf(Cluster.Assignment.NoVolume.class);
    cluster.grown(PLAIN, cluster.grow(PLAIN));
    assertThat(assigned(PLAIN, 1).at().url()).isEqualTo("127.0.0.1:1");
    assertThatThrownBy(() -> cluster.grow(PLAIN)).hasMessageContaining("no free volumes left");
  }

  @Test
  void fullAndReadOnlyVolumesGetNoNeedles() {
    Member member = come(beat(1, 8).addVolumes(volume(3, 8, true)));
    assertThat(cluster.assign(PLAIN, 1)).isInstanceOf(Cluster.Assignment.NoVolume.class);
    cluster.take(member, beat(1, 8).addVolumes(volume(3, 1000, false)).build());
    assertThat(cluster.assign(PLAIN, 1)).isInstanceOf(Cluster.Assignment.NoVolume.class);
    cluster.take(member, beat(1, 8).addVolumes(volume(3, 999, false)).build());
    assertThat(cluster.assign(PLAIN, 1)).isInstanceOf(Cluster.Assignment.Assigned.class);
    cluster.mark("127.0.0.1:1", 3, true);
    assertThat(cluster.assign(PLAIN, 1)).isInstanceOf(Cluster.Assignment.NoVolume.class);
    cluster.mark("127.0.0.1:1", 3, false);
    assertThat(cluster.assign(PLAIN, 1)).isInstanceOf(Cluster.Assignment.Assigned.class);
  }

  @Test
  void copiesWantAsManyServers() {
    come(beat(1, 8).setHasNoVolumes(true));
    assertThatThrownBy(() -> cluster.grow(TWO_COPIES)).hasMessageContaining("2 copies");
    Member second = come(beat(2, 8).setHasNoVolumes(true));
    Cluster.Growth growth = cluster.grow(TWO_COPIES);
    assertThat(growth.servers()).hasSize(2);
    cluster.grown(TWO_COPIES, growth);
    assertThat(assigned(TWO_COPIES, 1).others()).hasSize(1);
    cluster.unregister(second);
    assertThat(cluster.assign(TWO_COPIES, 1)).isInstanceOf(Cluster.Assignment.NoVolume.class);
  }

  @Test
  void aDirectoryThatTwoServersShowIsRefused() {
    come(beat(1, 8).setHasNoVolumes(true));
    Heartbeat other = beat(2, 8).addLocationUuids("uuid-1").build();
    assertThat(cluster.register(other))
        .isEqualTo(new Cluster.Registration.Refused(List.of("uuid-1")));
    assertThat(cluster.register(beat(1, 8).build()))
        .isInstanceOf(Cluster.Registration.Registered.class);
  }
}
