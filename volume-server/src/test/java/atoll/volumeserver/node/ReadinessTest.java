package atoll.volumeserver.node;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ReadinessTest {

  private final Readiness readiness = new Readiness();

  @Test
  void needsItsVolumesAndAMaster() {
    assertThat(readiness.obstacle()).isEqualTo("volumes are being loaded");
    readiness.loaded();
    assertThat(readiness.isReady()).isFalse();
    assertThat(readiness.obstacle()).isEqualTo("no master has taken a heartbeat yet");
    readiness.known();
    assertThat(readiness.isReady()).isTrue();
    assertThat(readiness.obstacle()).isEmpty();
  }

  @Test
  void aMasterMayComeFirst() {
    readiness.known();
    assertThat(readiness.isReady()).isFalse();
    readiness.loaded();
    assertThat(readiness.isReady()).isTrue();
  }

  @Test
  void endsWithLeavingAndWithStopping() {
    readiness.loaded();
    readiness.known();
    readiness.left();
    assertThat(readiness.isReady()).isFalse();
    assertThat(readiness.hasLeft()).isTrue();
    assertThat(readiness.obstacle()).isEqualTo("the server has left its cluster");
    readiness.stopping();
    assertThat(readiness.isStopping()).isTrue();
    assertThat(readiness.obstacle()).isEqualTo("the server is stopping");
  }
}
