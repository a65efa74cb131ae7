package atoll.volumeserver.vacuum;

import static atoll.volumeserver.CallsFixture.refused;
import static org.assertj.core.api.Assertions.assertThat;

import atoll.volume.Restriction;
import atoll.volumeserver.CallsFixture;
import atoll.volumeserver.wire.volume.VacuumVolumeCheckRequest;
import atoll.volumeserver.wire.volume.VacuumVolumeCleanupRequest;
import atoll.volumeserver.wire.volume.VacuumVolumeCommitRequest;
import atoll.volumeserver.wire.volume.VacuumVolumeCommitResponse;
import atoll.volumeserver.wire.volume.VacuumVolumeCompactRequest;
import atoll.volumeserver.wire.volume.VolumeMountRequest;
import atoll.volumeserver.wire.volume.VolumeUnmountRequest;
import com.google.common.collect.ImmutableList;
import io.grpc.Status;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The four steps of a vacuum, as a master orders them.
class VacuumCallsTest {

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
    var answers =
        server
            .calls()
            .vacuumVolumeCompact(
                VacuumVolumeCompactRequest.newBuilder().setVolumeId(volume).build());
    assertThat(ImmutableList.copyOf(answers)).isEmpty();
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
}
