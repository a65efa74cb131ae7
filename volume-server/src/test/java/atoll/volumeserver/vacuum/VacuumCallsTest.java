package atoll.volumeserver.vacuum;

import static atoll.volumeserver.CallsFixture.refused;
import static org.assertj.core.api.Assertions.assertThat;

import atoll.kit.Fault;
import atoll.kit.run.RateLimit;
import atoll.sim.disk.DiskOperation;
import atoll.sim.disk.FaultRule;
import atoll.sim.disk.Misdeed;
import atoll.volume.Restriction;
import atoll.volume.vacuum.VacuumOrder;
import atoll.volumeserver.CallsFixture;
import atoll.volumeserver.NodeFixture;
import atoll.volumeserver.node.WorkPace;
import atoll.volumeserver.wire.volume.VacuumVolumeCheckRequest;
import atoll.volumeserver.wire.volume.VacuumVolumeCleanupRequest;
import atoll.volumeserver.wire.volume.VacuumVolumeCommitRequest;
import atoll.volumeserver.wire.volume.VacuumVolumeCommitResponse;
import atoll.volumeserver.wire.volume.VacuumVolumeCompactRequest;
import atoll.volumeserver.wire.volume.VacuumVolumeCompactResponse;
import atoll.volumeserver.wire.volume.VolumeMountRequest;
import atoll.volumeserver.wire.volume.VolumeUnmountRequest;
import com.google.common.collect.ImmutableList;
import io.grpc.Context;
import io.grpc.Status;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The four steps of a vacuum, as a master orders them.
class VacuumCallsTest {

  private static final Duration PATIENCE = Duration.ofSeconds(20);

  @TempDir private Path data;

  private CallsFixture server;

  @BeforeEach
  void begin() {
    server = new CallsFixture(data);
    server.allocate(3);
    for (long id = 1; id <= 10; id++) {
      server.fixture.write(3, id, "ten bytes!");
    }
    for (long id = 1; id <= 5; id++) {
      server.fixture.delete(3, id);
    }
  }

  @AfterEach
  void end() {
    server.close();
  }

  private double garbage() {
    return server
        .calls()
        .vacuumVolumeCheck(VacuumVolumeCheckRequest.newBuilder().setVolumeId(3).build())
        .getGarbageRatio();
  }

  private void compact(int volume) {
    compact(VacuumVolumeCompactRequest.newBuilder().setVolumeId(volume).build());
  }

  private void compact(VacuumVolumeCompactRequest request) {
    assertThat(ImmutableList.copyOf(server.calls().vacuumVolumeCompact(request))).isEmpty();
  }

  private VacuumVolumeCommitResponse commit(int volume) {
    return server
        .calls()
        .vacuumVolumeCommit(VacuumVolumeCommitRequest.newBuilder().setVolumeId(volume).build());
  }

  private void cleanUp(int volume) {
    var _ =
        server
            .calls()
            .vacuumVolumeCleanup(
                VacuumVolumeCleanupRequest.newBuilder().setVolumeId(volume).build());
  }

  @Test
  void aVolumeIsVacuumedInItsSteps() {
    assertThat(garbage()).isEqualTo(0.5);
    long before = server.volume(3).status().dataBytes();
    compact(3);
    server.fixture.write(3, 20, "meanwhile");
    VacuumVolumeCommitResponse committed = commit(3);
    assertThat(committed.getIsReadOnly()).isFalse();
    assertThat(committed.getVolumeSize())
        .isLessThan(before)
        .isEqualTo(server.volume(3).status().dataBytes());
    assertThat(garbage()).isZero();
    assertThat(server.volume(3).status().counters().fileCount()).isEqualTo(6);
    assertThat(server.metrics())
        .contains("SeaweedFS_volumeServer_vacuuming_compact_count{success=\"true\"} 1")
        .contains("SeaweedFS_volumeServer_vacuuming_commit_count{success=\"true\"} 1")
        .contains("SeaweedFS_volumeServer_vacuuming_seconds_count{type=\"commit\"} 1");
  }

  @Test
  void aDiskThatKeepsNoRoomForTheNewFileIsToldOf() {
    server.fixture.disk.add(
        FaultRule.of(new Misdeed.Fail(Fault.NO_SPACE), DiskOperation.PREALLOCATE).at("**/*.cpd"));
    compact(3);
    assertThat(server.fixture.events.of("volume.room.not.reserved")).isEmpty();
    compact(VacuumVolumeCompactRequest.newBuilder().setVolumeId(3).setPreallocate(1 << 20).build());
    assertThat(server.fixture.events.of("volume.room.not.reserved")).hasSize(1);
    assertThat(commit(3).getVolumeSize()).isEqualTo(server.volume(3).status().dataBytes());
  }

  @Test
  void aReadOnlyVolumeIsVacuumedAndStaysSo() {
    server.volume(3).restrict(Restriction.MARKED);
    compact(3);
    assertThat(commit(3).getIsReadOnly()).isTrue();
    assertThat(server.volume(3).state().takesWrites()).isFalse();
  }

  @Test
  void whatWasCompactedIsThrownAway() {
    compact(3);
    assertThat(data.resolve("c_3.cpd")).exists();
    cleanUp(3);
    assertThat(data.resolve("c_3.cpd")).doesNotExist();
    cleanUp(3);
    refused(() -> commit(3), "volume id 3 was not compacted: compact it first");
  }

  @Test
  void aVolumeThatIsNotThereIsNamed() {
    refused(
        () -> server.calls().vacuumVolumeCheck(VacuumVolumeCheckRequest.getDefaultInstance()),
        "volume id 0 is not found during check compact");
    refused(() -> compact(9), "volume id 9 is not found during compact");
    refused(() -> commit(9), "volume id 9 is not found during commit compact");
    refused(() -> cleanUp(9), "volume id 9 is not found during cleaning up");
  }

  @Test
  void inMaintenanceNothingIsVacuumedButChecked() {
    server.maintain();
    assertThat(garbage()).isEqualTo(0.5);
    refused(() -> compact(3), "in maintenance mode");
    refused(() -> commit(3), "in maintenance mode");
    refused(() -> cleanUp(3), "in maintenance mode");
  }

  @Test
  void aVolumeThatEndsTakesItsVacuumWithIt() throws Exception {
    compact(3);
    var _ = server.calls().volumeUnmount(VolumeUnmountRequest.newBuilder().setVolumeId(3).build());
    try (var files = Files.list(data)) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .contains("c_3.dat")
          .doesNotContain("c_3.cpd", "c_3.cpx");
    }
    var _ = server.calls().volumeMount(VolumeMountRequest.newBuilder().setVolumeId(3).build());
    server.fixture.write(3, 21, "since");
    refused(() -> commit(3), "volume id 3 was not compacted: compact it first");
    compact(3);
    assertThat(commit(3).getVolumeSize()).isEqualTo(server.volume(3).status().dataBytes());
    assertThat(server.volume(3).status().counters().fileCount()).isEqualTo(6);
  }

  @Test
  void aServerThatStopsCommitsNothing() {
    compact(3);
    server.fixture.node.readiness().stopping();
    refused(
        () -> commit(3),
        Status.Code.UNAVAILABLE,
        "volume id 3 skips compact because volume is stopping");
  }

  @Test
  void whoHangsUpEndsTheCompaction() {
    CountDownLatch began = new CountDownLatch(1);
    CountDownLatch mayGoOn = new CountDownLatch(1);
    VacuumOrder standing =
        VacuumOrder.PLAIN.atMost(
            1,
            _ -> {
              began.countDown();
              await(mayGoOn);
            });
    Path slow = data.resolve("slow");
    NodeFixture node = new NodeFixture(slow, 8, new WorkPace(standing, RateLimit.NONE)).loaded();
    try (CallsFixture paced = new CallsFixture(node)) {
      paced.allocate(3);
      node.write(3, 1, "one");
      node.write(3, 2, "two");
      Context.CancellableContext caller = Context.current().withCancellation();
      var request = VacuumVolumeCompactRequest.newBuilder().setVolumeId(3).build();
      Thread.ofVirtual()
          .start(
              caller.wrap(() ->
                  refused(
                      () -> paced.calls().vacuumVolumeCompact(request).hasNext(),
                      Status.Code.CANCELLED,
                      "")));
      await(began);
      caller.cancel(null);
      Awaitility.await()
          .atMost(PATIENCE)
          .untilAsserted(
              () -> assertThat(paced.metrics()).contains("compact_count{success=\"false\"} 1"));
      assertThat(slow.resolve("c_3.cpd")).exists();
      mayGoOn.countDown();
      Awaitility.await()
          .atMost(PATIENCE)
          .untilAsserted(() -> assertThat(slow.resolve("c_3.cpd")).doesNotExist());
    }
  }

  private static void await(CountDownLatch latch) {
    try {
      assertThat(latch.await(PATIENCE.toNanos(), TimeUnit.NANOSECONDS)).isTrue();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void howFarItIsComesEachTimeSoMuchWasRead() {
    String long30 = "x".repeat(30 << 20);
    for (long id = 101; id <= 105; id++) {
      server.fixture.write(3, id, long30);
      server.fixture.delete(3, id);
    }
    long before = server.volume(3).status().dataBytes();
    List<VacuumVolumeCompactResponse> told =
        ImmutableList.copyOf(
            server
                .calls()
                .vacuumVolumeCompact(
                    VacuumVolumeCompactRequest.newBuilder().setVolumeId(3).build()));
    assertThat(told).hasSize(1);
    assertThat(told.getFirst().getProcessedBytes()).isBetween(128L << 20, before);
    assertThat(told.getFirst().getLoadAvg1M()).isNotNegative();
    assertThat(commit(3).getVolumeSize()).isLessThan(1 << 20);
  }
}
