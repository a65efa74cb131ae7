package atoll.volumeserver.scrub;

import static atoll.volumeserver.CallsFixture.refused;
import static org.assertj.core.api.Assertions.assertThat;

import atoll.volumeserver.CallsFixture;
import atoll.volumeserver.wire.volume.ScrubVolumeRequest;
import atoll.volumeserver.wire.volume.ScrubVolumeResponse;
import atoll.volumeserver.wire.volume.VolumeScrubMode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ScrubCallsTest {

  @TempDir private Path data;

  private CallsFixture server;

  @BeforeEach
  void begin() {
    server = CallsFixture.withMaster(data);
    server.allocate(3);
    server.allocate(4);
    server.fixture.write(3, 1, "one");
    server.fixture.write(3, 2, "two");
    server.fixture.write(4, 1, "one");
  }

  @AfterEach
  void end() {
    server.close();
  }

  private ScrubVolumeRequest.Builder request(VolumeScrubMode mode, Integer... ids) {
    return ScrubVolumeRequest.newBuilder().setMode(mode).addAllVolumeIds(List.of(ids));
  }

  private ScrubVolumeResponse scrub(ScrubVolumeRequest.Builder request) {
    return server.calls().scrubVolume(request.build());
  }

  /// Behind the server's back.
  private void append(String file) throws IOException {
    Files.write(data.resolve(file), new byte[] {1, 2}, StandardOpenOption.APPEND);
  }

  @ParameterizedTest
  @EnumSource(
      value = VolumeScrubMode.class,
      names = {"INDEX", "LOCAL", "FULL"})
  void wholeVolumesHaveNoFaults(VolumeScrubMode mode) {
    ScrubVolumeResponse all = scrub(request(mode));
    assertThat(all.getTotalVolumes()).isEqualTo(2);
    assertThat(all.getTotalFiles()).isEqualTo(3);
    assertThat(all.getBrokenVolumeIdsList()).isEmpty();
    assertThat(all.getDetailsList()).isEmpty();
    ScrubVolumeResponse one = scrub(request(mode, 3));
    assertThat(one.getTotalVolumes()).isEqualTo(1);
    assertThat(one.getTotalFiles()).isEqualTo(2);
    assertThat(server.metrics())
        .contains("SeaweedFS_volumeServer_scrub_last_time_seconds{mode=\"" + mode + "\"}")
        .contains("SeaweedFS_volumeServer_scrub_volume_failures{mode=\"" + mode + "\"} 0");
  }

  @Test
  void aBrokenVolumeIsNamedWithWhatIsWrong() throws IOException {
    append("c_3.idx");
    ScrubVolumeResponse found = scrub(request(VolumeScrubMode.INDEX));
    assertThat(found.getTotalVolumes()).isEqualTo(2);
    assertThat(found.getBrokenVolumeIdsList()).containsExactly(3);
    assertThat(found.getDetailsList()).containsExactly("expected an index file of size 34, got 32");
    assertThat(server.volume(3).state().takesWrites()).isTrue();
  }

  @Test
  void aBrokenVolumeIsMarkedIfThatIsAsked() throws IOException {
    append("c_3.idx");
    ScrubVolumeResponse found =
        scrub(request(VolumeScrubMode.INDEX).setMarkBrokenVolumesReadonly(true));
    assertThat(found.getDetailsList())
        .containsExactly("expected an index file of size 34, got 32", "volume 3 is now read-only");
    assertThat(server.volume(3).state().takesWrites()).isFalse();
    assertThat(server.volume(4).state().takesWrites()).isTrue();
    assertThat(data.resolve("c_3.vif")).content().contains("\"readOnly\": true");
  }

  @Test
  void inMaintenanceScrubsRunButMarkNothing() throws IOException {
    append("c_3.idx");
    server.maintain();
    assertThat(scrub(request(VolumeScrubMode.FULL)).getBrokenVolumeIdsList()).containsExactly(3);
    refused(
        () -> scrub(request(VolumeScrubMode.FULL).setMarkBrokenVolumesReadonly(true)),
        "volume server node-1 is in maintenance mode");
    assertThat(
            scrub(request(VolumeScrubMode.FULL, 4).setMarkBrokenVolumesReadonly(true))
                .getBrokenVolumeIdsList())
        .isEmpty();
  }

  @Test
  void whatCannotBeScrubbedIsRefused() {
    refused(() -> scrub(request(VolumeScrubMode.INDEX, 3, 9)), "volume id 9 not found");
    refused(() -> scrub(request(VolumeScrubMode.UNKNOWN)), "unsupported volume scrub mode 0");
    refused(() -> scrub(request(VolumeScrubMode.CHECKSUM)), "unsupported volume scrub mode 4");
    refused(
        () -> scrub(ScrubVolumeRequest.newBuilder().setModeValue(99)),
        "unsupported volume scrub mode 99");
    refused(() -> scrub(request(VolumeScrubMode.UNKNOWN, 9)), "volume id 9 not found");
  }
}
