package atoll.volumeserver.heartbeat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import atoll.kit.AtollException;
import atoll.kit.Fault;
import atoll.kit.count.PrometheusText;
import atoll.volume.needle.VolumeId;
import atoll.volumeserver.NodeFixture;
import atoll.volumeserver.admin.NewVolume;
import atoll.volumeserver.admin.VolumeAdministration;
import atoll.volumeserver.wire.ServerAddress;
import atoll.volumeserver.wire.master.Heartbeat;
import atoll.volumeserver.wire.master.HeartbeatResponse;
import atoll.volumeserver.wire.master.VolumeInformationMessage;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HeartbeatsTest {

  private static final Duration LONG = Duration.ofMinutes(5);
  private static final Duration SHORT = Duration.ofMillis(40);

  @TempDir private Path data;

  private final BlockingQueue<AtollException> refusals = new LinkedBlockingQueue<>();
  private NodeFixture fixture;

  @BeforeEach
  void begin() {
    fixture = new NodeFixture(data);
  }

  @AfterEach
  void end() {
    fixture.close();
  }

  private Heartbeats start(Duration pulse, ServerAddress... masters) {
    return Heartbeats.start(
        fixture.node, masters(masters), settings(pulse), fixture.runner, refusals::add);
  }

  private Masters masters(ServerAddress... addresses) {
    return new Masters(List.of(addresses), fixture.channels);
  }

  private static HeartbeatSettings settings(Duration pulse) {
    return new HeartbeatSettings(
        pulse, 17, SHORT, SHORT, Duration.ofSeconds(10), 3, SHORT, Duration.ofSeconds(5));
  }

  private void allocate(int id) {
    new VolumeAdministration(fixture.node, masters(new ServerAddress("127.0.0.1", 1, 1)))
        .allocate(NewVolume.parse(new VolumeId(id), "c", "000", "", 0, "", 0));
  }

  @Test
  void theFirstHeartbeatSaysEverything() throws InterruptedException {
    fixture.loaded();
    allocate(7);
    fixture.write(7, 0x99, "hello");
    try (ScriptedMaster master = ScriptedMaster.welcoming();
        Heartbeats _ = start(LONG, master.address())) {
      Heartbeat first = master.next();
      assertThat(first.getIp()).isEqualTo("127.0.0.1");
      assertThat(first.getPort()).isEqualTo(8080);
      assertThat(first.getGrpcPort()).isEqualTo(18_081);
      assertThat(first.getId()).isEqualTo("node-1");
      assertThat(first.getPublicUrl()).isEqualTo("public.example:80");
      assertThat(first.getDataCenter()).isEqualTo("dc1");
      assertThat(first.getRack()).isEqualTo("rack1");
      assertThat(first.getMaxFileKey()).isEqualTo(0x99);
      assertThat(first.getHasNoVolumes()).isFalse();
      assertThat(first.getHasNoEcShards()).isTrue();
      assertThat(first.getMaxVolumeCountsMap()).containsEntry("", 8);
      assertThat(first.getDiskTotalBytesMap().get("")).isPositive();
      assertThat(first.getLocationUuidsList())
          .containsExactly(fixture.node.store().directories().getFirst().id().text());
      assertThat(first.getDiskTagsList()).hasSize(1);
      assertThat(first.getDiskTags(0).getMaxVolumeCount()).isEqualTo(8);
      assertThat(first.getVolumesList()).hasSize(1);
      VolumeInformationMessage volume = first.getVolumes(0);
      assertThat(volume.getId()).isEqualTo(7);
      assertThat(volume.getCollection()).isEqualTo("c");
      assertThat(volume.getFileCount()).isEqualTo(1);
      assertThat(volume.getVersion()).isEqualTo(3);
      assertThat(first.hasVolumeDigest()).isTrue();
      assertThat(first.getVolumeDigest()).isEqualTo(fixture.node.store().inventory().digest());
      Heartbeat shards = master.next();
      assertThat(shards).isEqualTo(Heartbeat.newBuilder().setHasNoEcShards(true).build());
    }
  }

  @Test
  void anEmptyServerSaysSoWithADigestOfNothing() throws InterruptedException {
    fixture.loaded();
    try (ScriptedMaster master = ScriptedMaster.welcoming();
        Heartbeats _ = start(LONG, master.address())) {
      Heartbeat first = master.next();
      assertThat(first.getHasNoVolumes()).isTrue();
      assertThat(first.hasVolumeDigest()).isTrue();
      assertThat(first.getVolumeDigest()).isZero();
    }
  }

  @Test
  void nothingIsSaidBeforeTheVolumesAreLoaded() throws InterruptedException {
    try (ScriptedMaster master = ScriptedMaster.welcoming();
        Heartbeats _ = start(LONG, master.address())) {
      assertThat(master.heard.poll(200, TimeUnit.MILLISECONDS)).isNull();
      assertThat(fixture.node.readiness().isReady()).isFalse();
      fixture.loaded();
      assertThat(master.next().getHasNoVolumes()).isTrue();
      await().until(fixture.node.readiness()::isReady);
    }
  }

  @Test
  void theServerIsReadyOnceAMasterAnswered() throws InterruptedException {
    fixture.loaded();
    try (ScriptedMaster master = new ScriptedMaster(_ -> null);
        Heartbeats _ = start(LONG, master.address())) {
      master.next();
      assertThat(fixture.node.readiness().isReady()).isFalse();
      master.say(ScriptedMaster.WELCOME);
      await().until(fixture.node.readiness()::isReady);
      master.vanish();
      await().until(() -> !fixture.events.of(HeartbeatEvent.Lost.class).isEmpty());
      assertThat(fixture.node.readiness().isReady()).isTrue();
    }
  }

  @Test
  void volumesThatComeAndGoAreToldAtOnce() throws InterruptedException {
    fixture.loaded();
    try (ScriptedMaster master = ScriptedMaster.welcoming();
        Heartbeats _ = start(LONG, master.address())) {
      master.next();
      master.next();
      allocate(3);
      Heartbeat arrived = master.next();
      assertThat(arrived.getNewVolumesList()).hasSize(1);
      assertThat(arrived.getNewVolumes(0).getId()).isEqualTo(3);
      assertThat(arrived.getNewVolumes(0).getCollection()).isEqualTo("c");
      assertThat(arrived.getHasNoVolumes()).isFalse();
      assertThat(arrived.hasVolumeDigest()).isFalse();
      new VolumeAdministration(fixture.node, masters(master.address())).unmount(new VolumeId(3));
      Heartbeat departed = master.next();
      assertThat(departed.getDeletedVolumesList()).hasSize(1);
      assertThat(departed.getDeletedVolumes(0).getId()).isEqualTo(3);
      assertThat(departed.getHasNoVolumes()).isFalse();
    }
  }

  @Test
  void aMasterThatComparesDigestsHearsChangesAlone() throws InterruptedException {
    fixture.loaded();
    allocate(3);
    HeartbeatResponse welcome =
        ScriptedMaster.WELCOME.toBuilder().setVolumeDigestSupported(true).build();
    try (ScriptedMaster master = new ScriptedMaster(_ -> welcome);
        Heartbeats _ = start(SHORT, master.address())) {
      Heartbeat quiet = nextRegular(master, false);
      assertThat(quiet.getChangedVolumesList()).isEmpty();
      assertThat(quiet.getHasNoVolumes()).isFalse();
      assertThat(quiet.hasVolumeDigest()).isTrue();
      fixture.write(3, 1, "x");
      Heartbeat changed;
      do {
        changed = nextRegular(master, false);
      } while (changed.getChangedVolumesCount() == 0);
      assertThat(changed.getChangedVolumes(0).getFileCount()).isEqualTo(1);
      master.say(welcome.toBuilder().setResendFullVolumeList(true).build());
      assertThat(nextRegular(master, true).getVolumes(0).getId()).isEqualTo(3);
      assertThat(nextRegular(master, false).getVolumesList()).isEmpty();
    }
  }

  /// The next regular heartbeat that is, or is not, a whole list.
  private static Heartbeat nextRegular(ScriptedMaster master, boolean whole)
      throws InterruptedException {
    while (true) {
      Heartbeat next = master.next();
      if (next.hasVolumeDigest() && next.getVolumesCount() > 0 == whole) {
        return next;
      }
    }
  }

  @Test
  void aLeaderThatIsNamedHearsEverythingAnew() throws InterruptedException {
    fixture.loaded();
    allocate(3);
    try (ScriptedMaster leader = ScriptedMaster.welcoming();
        ScriptedMaster follower =
            new ScriptedMaster(_ ->
                HeartbeatResponse.newBuilder()
                    .setLeader("127.0.0.1:9334." + leader.address().grpcPort())
                    .build());
        Heartbeats _ = start(LONG, follower.address())) {
      assertThat(follower.next().getVolumesList()).hasSize(1);
      assertThat(leader.next().getVolumesList()).hasSize(1);
      await().until(fixture.node.readiness()::isReady);
    }
  }

  @Test
  void aMasterThatIsAwayIsFollowedByTheNext() throws InterruptedException {
    fixture.loaded();
    ServerAddress nobody;
    try (ScriptedMaster gone = ScriptedMaster.welcoming()) {
      nobody = gone.address();
    }
    try (ScriptedMaster master = ScriptedMaster.welcoming();
        Heartbeats _ = start(LONG, nobody, master.address())) {
      assertThat(master.next().getHasNoVolumes()).isTrue();
      await().until(fixture.node.readiness()::isReady);
      assertThat(PrometheusText.print(fixture.node.counters()))
          .contains("master_disconnections{address=\"" + nobody + "\"} 1");
    }
  }

  @Test
  void aStreamThatBreaksIsBegunAnewWithEverything() throws InterruptedException {
    fixture.loaded();
    allocate(3);
    HeartbeatResponse welcome =
        ScriptedMaster.WELCOME.toBuilder().setVolumeDigestSupported(true).build();
    try (ScriptedMaster first = new ScriptedMaster(_ -> welcome);
        ScriptedMaster second = ScriptedMaster.welcoming();
        Heartbeats _ = start(LONG, first.address(), second.address())) {
      assertThat(first.next().getVolumesList()).hasSize(1);
      await().until(fixture.node.readiness()::isReady);
      first.vanish();
      assertThat(second.next().getVolumesList()).hasSize(1);
    }
  }

  @Test
  void directoriesThatAnotherServerHasEndTheProcess() throws InterruptedException {
    fixture.loaded();
    try (ScriptedMaster master =
            new ScriptedMaster(beat ->
                HeartbeatResponse.newBuilder()
                    .addDuplicatedUuids(beat.getLocationUuids(0))
                    .build());
        Heartbeats _ = start(LONG, master.address())) {
      AtollException refusal = refusals.poll(20, TimeUnit.SECONDS);
      assertThat(refusal).isNotNull();
      assertThat(refusal.fault()).isEqualTo(Fault.CONFLICT);
      assertThat(refusal).hasMessageContaining(data.toString()).hasMessageContaining("4 times");
      assertThat(fixture.node.readiness().isReady()).isFalse();
    }
  }

  @Test
  void whatTheMasterSaysOfSizesIsTakenOverAtOnce() throws InterruptedException {
    fixture.close();
    fixture = new NodeFixture(data, 0).loaded();
    try (ScriptedMaster master = new ScriptedMaster(_ -> null);
        Heartbeats _ = start(LONG, master.address())) {
      assertThat(master.next().getMaxVolumeCountsMap()).containsEntry("", 0);
      master.next();
      master.say(ScriptedMaster.WELCOME);
      assertThat(master.next().getMaxVolumeCountsMap().get("")).isPositive();
    }
  }

  @Test
  void leavingSaysFarewell() throws InterruptedException {
    fixture.loaded();
    allocate(3);
    try (ScriptedMaster master = ScriptedMaster.welcoming();
        Heartbeats heartbeats = start(LONG, master.address())) {
      master.next();
      await().until(fixture.node.readiness()::isReady);
      heartbeats.leave();
      heartbeats.leave();
      assertThat(fixture.node.readiness().isReady()).isFalse();
      assertThat(fixture.node.store().find(new VolumeId(3))).isPresent();
      assertThat(master.ends.poll(20, TimeUnit.SECONDS)).isEqualTo("completed");
      Heartbeat last = master.next();
      while (!master.heard.isEmpty()) {
        last = master.next();
      }
      assertThat(last.getHasNoVolumes()).isTrue();
      assertThat(last.getVolumesList()).isEmpty();
      assertThat(last.hasVolumeDigest()).isFalse();
      assertThat(last.getPublicUrl()).isEqualTo("public.example:80");
    }
  }

  @Test
  void aChangeOfStateIsToldAtOnce() throws InterruptedException {
    fixture.loaded();
    try (ScriptedMaster master = ScriptedMaster.welcoming();
        Heartbeats _ = start(LONG, master.address())) {
      master.next();
      assertThat(master.next().hasState()).isFalse();
      new VolumeAdministration(fixture.node, masters(master.address())).changeState(true, 0);
      Heartbeat told = master.next();
      assertThat(told.getState().getMaintenance()).isTrue();
      assertThat(told.getState().getVersion()).isEqualTo(1);
    }
  }

  @Test
  void mastersAreAskedWhereVolumesAre() {
    try (ScriptedMaster master = ScriptedMaster.welcoming()) {
      Masters masters = masters(master.address());
      assertThat(masters.lookUp(new VolumeId(3)))
          .containsExactly(new VolumePlace("10.0.0.1:8080", "10.0.0.1:8080", 9090, ""));
      assertThat(masters.lookUp(new VolumeId(3)).getFirst().address())
          .hasToString("10.0.0.1:8080.9090");
      assertThat(masters.lookUp(new VolumeId(4))).isEmpty();
      assertThat(masters.ping(master.address())).isEqualTo(7);
      assertThat(masters.isKnown("127.0.0.1:9333")).isTrue();
      assertThat(masters.isKnown("127.0.0.1:9334")).isFalse();
      assertThat(masters.isKnown("")).isFalse();
    }
  }

  @Test
  void aMarkGoesToTheLeaderThatAFollowerNames() throws InterruptedException {
    fixture.loaded();
    allocate(3);
    try (ScriptedMaster leader = ScriptedMaster.welcoming();
        ScriptedMaster follower = ScriptedMaster.welcoming()) {
      follower.follows = true;
      follower.leader = "127.0.0.1:9334." + leader.address().grpcPort();
      new VolumeAdministration(fixture.node, masters(follower.address()))
          .markReadOnly(new VolumeId(3), false, false);
      assertThat(leader.marks).hasSize(2);
      assertThat(leader.marks.take().getIsReadonly()).isTrue();
    }
  }
}
