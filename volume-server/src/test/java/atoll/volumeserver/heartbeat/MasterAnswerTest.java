package atoll.volumeserver.heartbeat;

import static org.assertj.core.api.Assertions.assertThat;

import atoll.volume.store.VolumeQuota;
import atoll.volumeserver.wire.ServerAddress;
import atoll.volumeserver.wire.master.HeartbeatResponse;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class MasterAnswerTest {

  private static final ServerAddress MASTER = ServerAddress.parse("10.0.0.1:9333");
  private static final VolumeQuota QUOTA = new VolumeQuota(100, false);

  private static MasterAnswer of(HeartbeatResponse.Builder message) {
    return MasterAnswer.of(message.build(), MASTER, QUOTA);
  }

  private static HeartbeatResponse.Builder message() {
    return HeartbeatResponse.newBuilder();
  }

  @Test
  void anAnswerWithoutASizeLeavesIt() {
    assertThat(of(message())).isEqualTo(new MasterAnswer.Taken(Optional.empty(), false, false));
    assertThat(of(message().setVolumeSizeLimit(100)))
        .isEqualTo(new MasterAnswer.Taken(Optional.empty(), false, false));
  }

  @Test
  void anotherSizeOrWayOfAllocatingIsTakenOver() {
    assertThat(of(message().setVolumeSizeLimit(7)))
        .isEqualTo(new MasterAnswer.Taken(Optional.of(new VolumeQuota(7, false)), false, false));
    assertThat(of(message().setPreallocate(true)))
        .isEqualTo(new MasterAnswer.Taken(Optional.of(new VolumeQuota(100, true)), false, false));
  }

  @Test
  void digestsAndWholeListsAreHeard() {
    assertThat(of(message().setVolumeDigestSupported(true).setResendFullVolumeList(true)))
        .isEqualTo(new MasterAnswer.Taken(Optional.empty(), true, true));
  }

  @Test
  void aMasterThatNamesItselfLeads() {
    assertThat(of(message().setLeader("10.0.0.1:9333"))).isInstanceOf(MasterAnswer.Taken.class);
    assertThat(of(message().setLeader("10.0.0.1:9333.7"))).isInstanceOf(MasterAnswer.Taken.class);
    assertThat(of(message().setLeader("10.0.0.2:9333")))
        .isEqualTo(new MasterAnswer.Elsewhere(ServerAddress.parse("10.0.0.2:9333")));
  }

  @Test
  void refusalComesBeforeAnythingElse() {
    assertThat(of(message().addDuplicatedUuids("u").setLeader("10.0.0.2:9333")))
        .isEqualTo(new MasterAnswer.Refused(List.of("u")));
  }

  @Test
  void nonsenseIsNotFollowed() {
    assertThat(of(message().setLeader("nobody"))).isInstanceOf(MasterAnswer.Nonsense.class);
    assertThat(of(message().setVolumeSizeLimit(-1))).isInstanceOf(MasterAnswer.Nonsense.class);
  }
}
